import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What turns a string into a document, an element or a program. */
const SINKS = new Set(
  (
    'innerHTML outerHTML insertAdjacentHTML setHTML setHTMLUnsafe parseHTML parseHTMLUnsafe srcdoc srcDoc ' +
    'dangerouslySetInnerHTML createContextualFragment parseFromString write writeln insertHTML insertHtml setHtml ' +
    'execCommand importScripts eval Function sanitizeToDOMFragment'
  ).split(' '),
);

/** `write` of a stream or a file is none. */
const isDocumentWrite = (text: string): boolean => /^(document|doc|inner|contentDocument)\b/u.test(text);

/**
 * Every place in the renderer that does so, by file, with the expression it is given. HTML of strangers reaches the
 * screen through `sanitiseMessage` (the frame) or `createEditorSanitizer` (the editor): a new place belongs here only
 * with what makes its HTML safe.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // Read, to hand on what has been cleaned.
  'renderer/views/reading/sanitiseMessage.ts': ['read innerHTML'],
  'renderer/views/compose/createEditorSanitizer.ts': ['read innerHTML'],
  // A constant page, and what `MessageFrame` takes from a `SanitisedMessage`, which `sanitiseMessage` alone makes.
  'renderer/views/reading/frame/WarmFrame.ts': [
    'srcdoc = EMPTY_FRAME',
    "innerHTML = this.#content?.html ?? ''",
  ],
  // Text out of an inert document, whose size and nesting are bounded first.
  'renderer/views/reading/text/htmlToText.ts': ["parseFromString(bounded.html, 'text/html')"],
  // The editor's own entry, paste and drop: all go through the sanitiser it is made with.
  'renderer/views/compose/mountSquire.ts': [
    'sanitizeToDOMFragment = (html: string) => document.importNode(sanitize(html), true)',
    'setHtml = (html) => {\n      squire.setHTML(html);\n    }',
    'setHTML(html)',
  ],
  'renderer/views/compose/Editor.tsx': ['setHtml(latest.current.initialHtml)'],
  'renderer/views/compose/useComposer.ts': ['setHtml(pictures.toEditor(theirs.html))'],
  // An inert document for counting words; nothing of it is shown.
  'renderer/views/compose/ownText.ts': ["parseFromString(html, 'text/html')"],
};

it('HTML becomes elements only where it has been sanitised', () => {
  const found: Record<string, string[]> = {};
  for (const path of sources('renderer')) {
    const uses = sinksOf(path);
    if (uses.length > 0) found[path] = uses;
  }
  expect(found).toEqual(allowed);
});

it('finds each kind of sink', () => {
  const text = [
    'a.innerHTML = b;',
    'a["outerHTML"] = b;',
    'const c = <iframe srcDoc={b} />;',
    'const d = <p dangerouslySetInnerHTML={{ __html: b }} />;',
    'a.insertAdjacentHTML("beforeend", b);',
    'frame.setAttribute("srcdoc", b);',
    'document.write(b);',
    'new Function(b);',
    'stream.write(b);',
  ].join('\n');
  expect(sinksIn('x.tsx', text)).toHaveLength(8);
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name))
    .map((name) => join(folder, name))
    .sort();
}

const sinksOf = (path: string): string[] => sinksIn(path, readFileSync(join(root, path), 'utf8'));

function sinksIn(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const uses: string[] = [];
  const visit = (node: ts.Node): void => {
    const use = useOf(node);
    if (use !== null) uses.push(use);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return uses;
}

function useOf(node: ts.Node): string | null {
  if (ts.isJsxAttribute(node) && SINKS.has(node.name.getText()))
    return `${node.name.getText()} = ${briefly(node.initializer)}`;
  if (ts.isPropertyAssignment(node) && SINKS.has(nameOf(node.name)))
    return `${nameOf(node.name)} = ${node.initializer.getText()}`;
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression))
    return /^(eval|Function|importScripts)$/u.test(node.expression.text) ? node.getText() : null;
  if (ts.isCallExpression(node) && isSetAttribute(node)) return node.getText();
  const name = accessed(node);
  if (name === null || !SINKS.has(name)) return null;
  if (/^write/u.test(name) && !isDocumentWrite(node.getText())) return null;
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node)
    return `${name}(${parent.arguments.map((argument) => argument.getText()).join(', ')})`;
  const isWrite =
    ts.isBinaryExpression(parent) && parent.left === node && /=$/u.test(parent.operatorToken.getText());
  return isWrite ? `${name} = ${parent.right.getText()}` : `read ${name}`;
}

function accessed(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteral(node.argumentExpression))
    return node.argumentExpression.text;
  return null;
}

const nameOf = (name: ts.PropertyName): string =>
  ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';

const isSetAttribute = (node: ts.CallExpression): boolean =>
  /\.setAttribute(NS)?$/u.test(node.expression.getText()) &&
  node.arguments.some((argument) => ts.isStringLiteral(argument) && SINKS.has(argument.text));

/** A call without its arguments. */
function briefly(initializer: ts.JsxAttributeValue | undefined): string {
  const expression =
    initializer !== undefined && ts.isJsxExpression(initializer) ? initializer.expression : undefined;
  return expression !== undefined && ts.isCallExpression(expression)
    ? `${expression.expression.getText()}(…)`
    : (initializer?.getText() ?? '');
}
