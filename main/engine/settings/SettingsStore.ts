import { join } from 'node:path';
import { AppSettings, defaultSettings } from '../../../preload/contract/index.ts';
import { readFileIfExists } from '../store/readFileIfExists.ts';
import { writeFileDurably } from '../store/writeFileDurably.ts';

/** A person's preferences in `settings.json`. Unreadable ones become the defaults: a preference is no reason not to start. */
export class SettingsStore {
  private constructor(
    private readonly path: string,
    private current: AppSettings,
  ) {}

  static async open(dataDir: string): Promise<SettingsStore> {
    const path = join(dataDir, 'settings.json');
    const bytes = await readFileIfExists(path);
    return new SettingsStore(path, bytes === undefined ? defaultSettings : parseSettings(bytes));
  }

  get(): AppSettings {
    return this.current;
  }

  async set(settings: AppSettings): Promise<void> {
    await writeFileDurably(this.path, new TextEncoder().encode(`${JSON.stringify(settings, null, 2)}\n`));
    this.current = settings;
  }
}

/** Field by field, so that a setting of another version costs itself alone. */
function parseSettings(bytes: Uint8Array): AppSettings {
  const stored = parseJson(new TextDecoder().decode(bytes));
  const candidate = { ...defaultSettings, ...(typeof stored === 'object' ? stored : {}) };
  const known = Object.fromEntries(
    Object.keys(defaultSettings).map((key) => [key, Reflect.get(candidate, key) as unknown]),
  );
  const parsed = AppSettings.safeParse(known);
  return parsed.success ? parsed.data : defaultSettings;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
