import { Fragment } from 'react';
import { keyParts } from '../../words/keys.ts';

/** A key of a file, in which a line may break behind each slash. */
export function KeyText({ text }: { readonly text: string }) {
  return (
    <code>
      {keyParts(text).map((part, at) => (
        <Fragment key={at}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
