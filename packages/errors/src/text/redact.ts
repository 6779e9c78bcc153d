/** What stands in place of a secret. */
const MARK = '[redacted]';

/** Words in the name of a field, a parameter or a header whose value is private. */
const SECRET =
  'authorization|cookie|passw(?:or)?d|passphrase|secret|token|credentials?|signature|api[-_]?key|access[-_]?key|private[-_]?key';
const SECRET_NAME = new RegExp(SECRET, 'i');

/** How a sentence begins after a name and a colon, as in `SignatureDoesNotMatch: The request …`: no secret does. */
const SENTENCE =
  '(?:an?|the|this|that|these|your?|we|it|is|no|not|could|cannot|must|missing|there|got|expected|query-string)';

/** How sentences of tapehaul itself begin after the name of a key: a secret does not begin with these two words. */
const OWN = 'secrets are|unknown (?:key|variable)';

/** Bounded wherever a repetition could be tried from every letter: texts of others are of any length. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // user:password@ of a URL, also where the password has a slash that should have been encoded
  [/([a-z\d+.-]:\/\/)(?:[^\s/?#"'<>]{0,999}|[^\s/?#:@"'<>]{0,99}:[^\s"'<>]{0,999})@/gi, `$1${MARK}@`],
  // A header of any scheme, whose value has spaces: to the end of the line or the string
  [/(\b(?:proxy-)?authorization\\?["']?\s*[:=]\s*\\?["']?)[^\r\n"'\\]+/gi, `$1${MARK}`],
  [/(\b(?:set-)?cookie\\?["']?\s*[:=]\s*\\?["']?)[^\r\n"'\\]+/gi, `$1${MARK}`],
  // name=value and name: value, in query strings also percent-encoded
  [
    new RegExp(
      `((?:${SECRET})[\\w.-]{0,40}?\\\\?["']?\\s*(?:=|%3[AD]|:(?!\\s+(?:${SENTENCE}\\s|(?:${OWN})[\\s,])))\\s*\\\\?["']?)(?!\\[redacted)(?:(?!%26)[^\\s&,;"'<>\\\\])+`,
      'gi',
    ),
    `$1${MARK}`,
  ],
  [/([?&;]|%26|%3F)(sig|auth|key)(=|%3D)(?!\[redacted)(?:(?!%26)[^\s&;"'<>])+/gi, `$1$2$3${MARK}`],
  [/\bAWS4-HMAC-SHA256\s+(?!\[redacted)[^\r\n"']+/gi, `AWS4-HMAC-SHA256 ${MARK}`],
  [/\bBearer\s+(?!\[redacted)[^\s"'<>]{8,}/gi, `Bearer ${MARK}`],
  [/\bBasic\s+[\w+/=-]{12,}/gi, `Basic ${MARK}`],
  // Ids of AWS access keys
  [/(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g, MARK],
];

/** What any text that a rule changes has in it: most texts are let through by this one look. */
const SUSPECT = new RegExp(
  `:\\/\\/|${SECRET}|(?:sig|auth|key)(?:=|%3D)|bearer|basic|aws4|akia|asia|aroa|aida`,
  'i',
);

/**
 * The text with `[redacted]` in place of passwords in URLs, signatures, credentials, tokens and keys in query strings,
 * in `name=value` and in `name: value`, headers that authorize, and ids of AWS keys.
 */
export function redacted(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let clean = text;
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
  return clean;
}

/** A value of lists and plain objects with all its texts redacted, and every field with a secret's name replaced. */
export function redactedValue(value: unknown, text: (plain: string) => string = redacted): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((entry) => redactedValue(entry, text));
  return isPlain(value) ? redactedFields(value, text) : value;
}

/** As {@link redactedValue}, of a plain object. */
export function redactedFields(
  fields: Readonly<Record<string, unknown>>,
  text: (plain: string) => string = redacted,
): Readonly<Record<string, unknown>> {
  const clean = Object.entries(fields).map(([name, field]) => {
    const isHidden = SECRET_NAME.test(name) && field != null && typeof field !== 'boolean';
    return [text(name), isHidden ? MARK : redactedValue(field, text)];
  });
  return Object.fromEntries(clean);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
