import type { ReactNode } from 'react';
import { chooseLanguage } from '../../i18n/Language.ts';
import { TextProvider } from '../../i18n/TextProvider.tsx';
import { useText } from '../../i18n/TextContext.ts';
import { Toaster } from '../../ui/Toaster.tsx';
import { FirstScreen } from '../firstScreen/FirstScreen.tsx';
import { useAppData } from './AppData.ts';
import { AppDataProvider } from './AppDataProvider.tsx';
import { AppServicesContext, type AppServices } from './AppServices.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Frame } from './Frame.tsx';
import { KeyboardCommands } from './KeyboardCommands.tsx';
import { Overlays } from './Overlays.tsx';
import { useAppearance } from './useAppearance.ts';
import { useViewState } from './useViewState.ts';
import '../../ui/base.css';

/** The whole window. */
export function App({ services }: { readonly services: AppServices }): ReactNode {
  return (
    <AppServicesContext value={services}>
      <AppDataProvider>
        <Spoken />
      </AppDataProvider>
    </AppServicesContext>
  );
}

function Spoken(): ReactNode {
  const { settings } = useAppData();
  useAppearance(settings);
  return (
    <TextProvider language={chooseLanguage(settings.language, navigator.languages)}>
      <ErrorBoundary>
        <Window />
      </ErrorBoundary>
    </TextProvider>
  );
}

function Window(): ReactNode {
  const text = useText();
  const { accounts } = useAppData();
  const section = useViewState((state) => state.section);
  const isFirstScreen = accounts.length === 0 && section === 'mail';
  return (
    <>
      {isFirstScreen ? <FirstScreen /> : <Frame />}
      <KeyboardCommands />
      <Overlays />
      <Toaster label={text.common.notifications} />
    </>
  );
}
