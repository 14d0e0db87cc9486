import { withoutInvisible } from './hiddenCharacters.ts';

/** What a file can do to the machine that opens it. */
export type FileDanger =
  /** Runs by itself when opened: a program, a script, an installer, a shortcut. */
  | 'program'
  /** A document that can carry programs (macros, add-ins). */
  | 'macros'
  /** A web page: it opens in a browser with the rights of a local file, and asks for passwords well. */
  | 'page'
  /** A disk image: what is in it comes out without the mark of having come from outside. */
  | 'image'
  /** Its name ends in two kinds, the shown one harmless (`invoice.pdf.exe`), or hides the true one behind blanks. */
  | 'doubleExtension'
  /** The declared media type and the name's ending are of different kinds, and one of them is dangerous. */
  | 'typeMismatch';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const PROGRAMS = set(
  // Windows: programs, scripts, shortcuts, installers, control panels, help and search files that run things.
  'exe com scr pif bat cmd msi msp mst msc msix msixbundle appx appxbundle appinstaller cpl dll sys drv ocx hta ' +
    'vbs vbe vb js jse mjs cjs ws wsf wsh wsc sct ps1 ps1xml ps2 ps2xml psc1 psc2 psm1 psd1 psrc cdxml msh msh1 msh2 ' +
    'lnk url website scf inf ins isp reg job gadget application appref-ms settingcontent-ms search-ms searchconnector-ms ' +
    'library-ms theme themepack deskthemepack chm hlp hpj cnt diagcab diagcfg diagpkg grp bgi shb shs rdp xbap vsto ' +
    'vsmacros vsw mde mda mdb mdt mdw mdz accde ade adp mad maf mag mam maq mar mas mat mau mav maw mcf mmc msu prf prg ' +
    'pst ops osd pcd plg py pyc pyo pyw pyz pyzw rb pl php phar lua tcl au3 ahk a3x air jar jnlp class war apk xapk ' +
    // macOS
    'app action workflow command tool terminal scpt scptd applescript osax pkg mpkg dmg fileloc inetloc webloc ' +
    'mobileconfig prefpane saver kext ' +
    // Linux and other Unix
    'sh bash zsh ksh csh fish run bin elf out so ko deb rpm appimage snap flatpak flatpakref desktop directory kdelnk ' +
    'service x86 x86_64 xpi crx wasm one onetoc onetoc2 onepkg printerexport crt cer der p7b theme slk iqy rqy dqy oqy xll',
);
/** Old binary formats may hold macros; programs ask before they run them, so only the formats made for them are warned of. */
const MACROS = set('docm dotm xlsm xltm xlam xlsb xla xlm pptm potm ppam ppsm sldm wiz odb');
const PAGES = set('html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf hta');
const IMAGES = set('iso img vhd vhdx vmdk udf toast cdr dsk');
/** Endings that look harmless before the true one. */
const HARMLESS = set(
  'pdf doc docx xls xlsx ppt pptx txt rtf csv jpg jpeg png gif bmp webp tif tiff heic mp3 mp4 wav avi mov mkv zip 7z rar gz eml hwp hwpx odt ods key pages numbers ics vcf md log',
);
const TYPE_OF: ReadonlyMap<string, FileDanger> = new Map([
  ...[
    'x-msdownload x-msdos-program x-dosexec x-executable x-sharedlib x-elf x-mach-binary vnd.microsoft.portable-executable',
    'x-sh x-shellscript x-csh x-bat x-msi x-ms-installer java-archive x-java-archive x-java-jnlp-file hta',
    'javascript x-javascript ecmascript x-powershell x-vbscript x-ms-shortcut x-desktop x-debian-package x-rpm',
    'vnd.debian.binary-package vnd.android.package-archive vnd.appimage x-apple-diskimage x-python x-perl x-ruby x-php',
  ]
    .join(' ')
    .split(' ')
    .map((type) => [`application/${type}`, 'program'] as const),
  ...['javascript', 'ecmascript', 'vbscript', 'x-sh', 'x-python', 'x-perl', 'x-msdos-batch'].map(
    (type) => [`text/${type}`, 'program'] as const,
  ),
  ['text/html', 'page'],
  ['application/xhtml+xml', 'page'],
  ['image/svg+xml', 'page'],
  ['application/x-iso9660-image', 'image'],
  ['application/vnd.ms-word.document.macroenabled.12', 'macros'],
  ['application/vnd.ms-excel.sheet.macroenabled.12', 'macros'],
  ['application/vnd.ms-powerpoint.presentation.macroenabled.12', 'macros'],
]);

/** The last ending, as the system will read it: blanks, dots and invisible characters at the end do not count. */
export function endingOf(name: string): string {
  const plain = withoutInvisible(name)
    .normalize('NFKC')
    .replace(/[\p{Cc}]/gu, '')
    .replace(/(?:[.:\s]|:[^:]*\$data)+$/iu, '')
    .toLowerCase();
  return /\.([\p{L}\p{N}_-]{1,32})$/u.exec(plain)?.[1] ?? '';
}

/**
 * What is dangerous about an attachment by its name and declared media type; null when nothing is. The name decides:
 * it is what the system looks at when the file is opened.
 */
export function fileDanger(name: string, type: string): FileDanger | null {
  const ending = endingOf(name);
  const byName = dangerOfEnding(ending);
  if (byName !== null && byName !== 'page' && hidesEnding(name, ending)) return 'doubleExtension';
  if (byName !== null) return byName;
  const byType = TYPE_OF.get(type.trim().toLowerCase()) ?? null;
  if (byType === null) return null;
  // A page called `.txt` or nothing at all opens as what the name says; a program under a false name was meant to.
  return ending === '' ? byType : byType === 'program' ? 'typeMismatch' : null;
}

export const isDangerousType = (name: string, type: string): boolean => fileDanger(name, type) !== null;

function dangerOfEnding(ending: string): FileDanger | null {
  if (PROGRAMS.has(ending)) return 'program';
  if (MACROS.has(ending)) return 'macros';
  if (PAGES.has(ending)) return 'page';
  return IMAGES.has(ending) ? 'image' : null;
}

function hidesEnding(name: string, ending: string): boolean {
  const plain = withoutInvisible(name).toLowerCase();
  const before = plain.slice(0, plain.lastIndexOf(`.${ending}`));
  const inner = /\.([\p{L}\p{N}]{1,10})[\s_]*$/u.exec(before)?.[1] ?? '';
  return HARMLESS.has(inner) || / {4,}/u.test(name) || plain !== name.toLowerCase();
}
