import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileDanger } from '../../../../renderer/domain/trust/dangerousType.ts';
import { oneLine } from '../../../../renderer/domain/trust/hiddenCharacters.ts';
import { safeFileName } from '../../../../renderer/domain/trust/safeFileName.ts';

describe('safeFileName', () => {
  it.each([
    ['보고서.pdf', '보고서.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['a/..', 'a'],
    ['C:\\run\\me.exe', 'me.exe'],
    ['C:me.exe', 'me.exe'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a\u00adb\u200b.txt', 'ab.txt'],
    ['.bashrc', 'bashrc'],
    ['CON.txt', '_CON.txt'],
    ['nul', '_nul'],
    ['Console.txt', 'Console.txt'],
    ['lpt².doc', '_lpt².doc'],
    ['a\u0000b\nc', 'ab c'],
    ['ab:c|d?.txt', 'ab_c_d_.txt'],
    ['x.exe. . .', 'x.exe'],
    ['   ', 'fallback'],
    ['???', 'fallback'],
    ['', 'fallback'],
    [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(235)}.jpeg`],
    [`${'한'.repeat(300)}.hwp`, `${'한'.repeat(78)}.hwp`],
  ])('%j', (name, expected) => expect(safeFileName(name, 'fallback')).toBe(expected));

  it('keeps what only Windows forbids elsewhere', () =>
    expect(safeFileName('what?.txt', 'x', 'linux')).toBe('what?.txt'));

  it('is one part of a path, whatever it is given, and stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (name) => {
        const safe = safeFileName(name, 'fallback');
        expect(safe).not.toMatch(/[/\\:*?"<>|]|\p{Cc}|^\.|[. ]$|^$/u);
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(255);
        expect(safeFileName(safe, 'fallback')).toBe(safe);
      }),
    );
  });
});

describe('fileDanger', () => {
  it.each([
    ['a.pdf', 'application/pdf', null],
    ['report.docx', 'application/octet-stream', null],
    ['a.zip', 'application/zip', null],
    ['photo.JPG', 'image/jpeg', null],
    ['meeting.ics', 'text/calendar', null],
    ['notes.v1.2.txt', 'text/plain', null],
    ['', 'application/octet-stream', null],
    ['a.ExE', 'application/octet-stream', 'program'],
    ['a.exe.', 'application/pdf', 'program'],
    ['a.exe \u200b', 'application/pdf', 'doubleExtension'],
    ['a.ｅｘｅ', '', 'program'],
    ['run.sh', 'text/plain', 'program'],
    ['a.lnk', '', 'program'],
    ['setup.msi', '', 'program'],
    ['a.exe::$DATA', '', 'program'],
    ['budget.xlsm', '', 'macros'],
    ['login.html', 'text/html', 'page'],
    ['logo.svg', 'image/svg+xml', 'page'],
    ['disc.iso', '', 'image'],
    ['invoice.pdf.exe', 'application/pdf', 'doubleExtension'],
    ['photo.jpg          .scr', '', 'doubleExtension'],
    ['invoice\u202efdp.exe', '', 'doubleExtension'],
    ['readme.txt', 'application/x-msdownload', 'typeMismatch'],
    ['', 'application/x-msdownload', 'program'],
  ])('%j %s: %s', (name, type, danger) => expect(fileDanger(name, type)).toBe(danger));
});

describe('oneLine', () => {
  it.each([
    ['  a \t\r\n b\u2028c ', 'a b c'],
    ['Boss\u00a0\u3000\u2003x', 'Boss x'],
    ['\u202eevil\u202c', 'evil'],
    ['👩\u200d💻', '👩\u200d💻'],
  ])('%j', (text, expected) => expect(oneLine(text, 100)).toBe(expected));

  it('cuts between characters', () => expect(oneLine('💩'.repeat(10), 5)).toBe('💩💩💩💩…'));
});
