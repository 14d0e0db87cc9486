import { fieldValue } from '../mime/parseHeader.ts';
import type { MimeNode } from '../mime/parseMimeTree.ts';
import { parseParameters } from '../mime/parseParameters.ts';
import { formatEnvelope } from './formatEnvelope.ts';
import { formatNstring, formatString } from './imapStrings.ts';

type Parameters = readonly (readonly [name: string, value: string])[];

const formatParameters = (parameters: Parameters): string =>
  parameters.length === 0
    ? 'NIL'
    : `(${parameters.map(([name, value]) => `${formatString(name)} ${formatString(value)}`).join(' ')})`;

const countLines = (source: Buffer, node: MimeNode): number => {
  let lines = 0;
  for (
    let at = source.indexOf(0x0a, node.bodyStart);
    at !== -1 && at < node.bodyEnd;
    at = source.indexOf(0x0a, at + 1)
  ) {
    lines += 1;
  }
  return lines;
};

const formatDisposition = (node: MimeNode): string => {
  const text = fieldValue(node.fields, 'content-disposition');
  if (text === undefined) return 'NIL';
  const { value, parameters } = parseParameters(text);
  return `(${formatString(value)} ${formatParameters(parameters)})`;
};

const formatLanguage = (node: MimeNode): string => {
  const tags = (fieldValue(node.fields, 'content-language') ?? '').split(',').map((tag) => tag.trim());
  const present = tags.filter((tag) => tag !== '');
  return present.length === 0 ? 'NIL' : `(${present.map(formatString).join(' ')})`;
};

/** What BODYSTRUCTURE says beyond BODY: disposition, language, location. */
const formatExtension = (node: MimeNode): string =>
  `${formatDisposition(node)} ${formatLanguage(node)} ${formatNstring(fieldValue(node.fields, 'content-location'))}`;

/**
 * BODYSTRUCTURE of a part, or BODY where `extended` is false (RFC 3501 section 7.4.2). A multipart without parts
 * is described as the opaque text it is.
 */
export const formatBodyStructure = (source: Buffer, node: MimeNode, extended: boolean): string => {
  const [type = 'text', subtype = 'plain'] = node.contentType.value.split('/');
  if (node.children.length > 0) {
    const parts = node.children.map((child) => formatBodyStructure(source, child, extended)).join('');
    const more = extended ? ` ${formatParameters(node.contentType.parameters)} ${formatExtension(node)}` : '';
    return `(${parts} ${formatString(subtype)}${more})`;
  }
  const opaque = type.toLowerCase() === 'multipart';
  const items = [
    formatString(opaque ? 'text' : type),
    formatString(opaque ? 'plain' : subtype),
    formatParameters(opaque ? [] : node.contentType.parameters),
    formatNstring(fieldValue(node.fields, 'content-id')),
    formatNstring(fieldValue(node.fields, 'content-description')),
    formatString(fieldValue(node.fields, 'content-transfer-encoding') ?? '7bit'),
    String(node.bodyEnd - node.bodyStart),
  ];
  if (node.embedded !== undefined) {
    items.push(formatEnvelope(node.embedded), formatBodyStructure(source, node.embedded, extended));
    items.push(String(countLines(source, node)));
  } else if (opaque || type.toLowerCase() === 'text') items.push(String(countLines(source, node)));
  if (extended) items.push(formatNstring(fieldValue(node.fields, 'content-md5')), formatExtension(node));
  return `(${items.join(' ')})`;
};
