/** `text/plain; charset=utf-8` taken apart. Parameter names as written, values without their quotes. */
export interface Parameterised {
  readonly value: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const PARAMETER = /;\s*([^\s=;"()]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g;

/** Parses a Content-Type or Content-Disposition value (RFC 2045 section 5.1). RFC 2231 forms stay as they are. */
export const parseParameters = (text: string): Parameterised => {
  const semicolon = text.indexOf(';');
  const value = (semicolon === -1 ? text : text.slice(0, semicolon)).replace(/\([^()]*\)/g, '').trim();
  const rest = semicolon === -1 ? '' : text.slice(semicolon);
  const parameters = [...rest.matchAll(PARAMETER)].map((match): readonly [string, string] => [
    match[1] ?? '',
    match[2] === undefined ? (match[3] ?? '') : match[2].replace(/\\(.)/g, '$1'),
  ]);
  return { value, parameters };
};

/** One parameter by name, compared without case. */
export const parameter = (from: Parameterised, name: string): string | undefined =>
  from.parameters.find(([key]) => key.toLowerCase() === name)?.[1];
