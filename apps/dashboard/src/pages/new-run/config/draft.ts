import { type ConfigJson, formatConfig, parseConfig } from './config-json.ts';
import { type FieldKey, withField, withSuggestion } from './form-fields.ts';

/** A configuration that is being written, in the form and as text: the last of both that could be read. */
export interface Draft {
  readonly config: ConfigJson;
  readonly text: string;
  /** Why the text is no configuration; the form waits until it is one. */
  readonly fault: string | undefined;
}

/** What a person does to a draft. */
export type DraftChange =
  | { readonly kind: 'field'; readonly key: FieldKey; readonly value: string | readonly string[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'suggestion'; readonly path: string; readonly suggestion: string }
  | { readonly kind: 'config'; readonly config: ConfigJson };

/** A draft of a configuration. */
export function draftOf(config: ConfigJson): Draft {
  return { config, text: formatConfig(config), fault: undefined };
}

/** A draft after a change. A field changes the text, and a text that is a configuration changes the fields. */
export function changeDraft(draft: Draft, change: DraftChange): Draft {
  switch (change.kind) {
    case 'text': {
      const { config, fault } = parseConfig(change.text);
      return { config: config ?? draft.config, text: change.text, fault };
    }
    case 'config':
      return draftOf(change.config);
    default: {
      // What was typed and cannot be read would be lost.
      if (draft.fault !== undefined) return draft;
      return draftOf(
        change.kind === 'field'
          ? withField(draft.config, change.key, change.value)
          : (withSuggestion(draft.config, change.path, change.suggestion) ?? draft.config),
      );
    }
  }
}
