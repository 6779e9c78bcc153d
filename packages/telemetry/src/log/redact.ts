const MARK = '[redacted]';

/** Words in the name of a field, a parameter or a header whose value is nobody's business. */
const SECRET =
  'authorization|cookie|passw(?:or)?d|passphrase|secret|token|credentials?|signature|api[-_]?key|access[-_]?key|private[-_]?key';
const SECRET_NAME = new RegExp(SECRET, 'i');

const RULES: readonly (readonly [RegExp, string])[] = [
  // user:password@ of a URL, also where the password has a slash that should have been encoded
  [/([a-z][a-z\d+.-]*:\/\/)(?:[^\s/?#"'<>]*|[^\s/?#:@"'<>]*:[^\s"'<>]*)@/gi, `$1${MARK}@`],
  // A header of any scheme, whose value has spaces: to the end of the line or the string
  [/(\b(?:proxy-)?authorization\\?["']?\s*[:=]\s*\\?["']?)[^\r\n"'\\]+/gi, `$1${MARK}`],
  [/(\b(?:set-)?cookie\\?["']?\s*[:=]\s*\\?["']?)[^\r\n"'\\]+/gi, `$1${MARK}`],
  // name=value and name: value, in query strings also percent-encoded
  [
    new RegExp(
      `([\\w.%-]*(?:${SECRET})[\\w.-]*?\\\\?["']?\\s*(?:[=:]|%3[AD])\\s*\\\\?["']?)(?!\\[redacted)(?:(?!%26)[^\\s&,;"'<>\\\\])+`,
      'gi',
    ),
    `$1${MARK}`,
  ],
  [/([?&;]|%26|%3F)(sig|auth|key)(=|%3D)(?!\[redacted)(?:(?!%26)[^\s&;"'<>])+/gi, `$1$2$3${MARK}`],
  [/\b(Bearer|AWS4-HMAC-SHA256)\s+(?!\[redacted)[^\r\n"']+/gi, `$1 ${MARK}`],
  [/\bBasic\s+[\w+/=-]{12,}/gi, `Basic ${MARK}`],
  // Ids of AWS access keys
  [/(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g, MARK],
];

/** What any text that a rule changes has in it: most texts are let through by this one look. */
const SUSPECT =
  /:\/\/|auth|cookie|passw|passphrase|secret|token|credential|signature|sig|key|bearer|basic|aws4|akia|asia|aroa|aida/i;

/** Secrets shorter than this would be found inside of ordinary words. */
const SHORTEST = 8;

/** Takes secrets out of what is logged. */
export interface Redactor {
  /** The text without credentials, signatures of URLs, tokens and the known secrets. */
  text(text: string): string;
  /** The JSON value with all its texts redacted, and every field with a secret's name replaced. */
  value(value: unknown): unknown;
}

/** A redactor that also knows these values as secrets, wherever they stand. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = secrets.filter(({ length }) => length >= SHORTEST);
  function text(plain: string): string {
    let clean = plain;
    for (const secret of known) clean = clean.replaceAll(secret, MARK);
    if (!SUSPECT.test(clean)) return clean;
    for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
    return clean;
  }
  function value(any: unknown): unknown {
    if (typeof any === 'string') return text(any);
    if (Array.isArray(any)) return any.map(value);
    if (typeof any !== 'object' || any === null) return any;
    const fields = Object.entries(any).map(([name, field]) => {
      const hidden = SECRET_NAME.test(name) && field !== null && typeof field !== 'boolean';
      return [text(name), hidden ? MARK : value(field)];
    });
    return Object.fromEntries(fields);
  }
  return { text, value };
}

/** The secrets that the process was given through the usual variables. */
export function secretsOf(env: NodeJS.ProcessEnv): string[] {
  const named = Object.entries(env).filter(([name]) => /SECRET|TOKEN|PASSWORD|ACCESS_KEY/i.test(name));
  return named.flatMap(([, secret]) => (secret ? [secret] : []));
}
