import { Cable, Settings, Upload, UsersRound, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Section } from '../../commands/ViewState.ts';
import type { Catalogue } from '../../i18n/en.ts';
import { AccountsView } from '../accounts/AccountsView.tsx';
import { ConnectionsView } from '../connections/ConnectionsView.tsx';
import { OutboxView } from '../outbox/OutboxView.tsx';
import { SettingsView } from '../settings/SettingsView.tsx';

/** A place beside the mail itself. */
export interface SectionEntry {
  readonly section: Exclude<Section, 'mail'>;
  readonly icon: LucideIcon;
  readonly label: (text: Catalogue) => string;
  readonly View: ComponentType;
}

/** The sections there are, in the order the navigation shows them. A new one: one line here. */
export const sections: readonly SectionEntry[] = [
  { section: 'outbox', icon: Upload, label: (text) => text.app.outbox, View: OutboxView },
  { section: 'accounts', icon: UsersRound, label: (text) => text.app.accounts, View: AccountsView },
  { section: 'connections', icon: Cable, label: (text) => text.app.connections, View: ConnectionsView },
  { section: 'settings', icon: Settings, label: (text) => text.app.settings, View: SettingsView },
];
