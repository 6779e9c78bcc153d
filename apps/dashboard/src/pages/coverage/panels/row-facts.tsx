import { WordMark } from '../../../ui/mark/state-mark.tsx';
import { KeyText } from '../../../ui/text/key-text.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { numberText } from '../../../words/amounts.ts';
import { wordOfFinding } from '../../../words/tables/finding-words.ts';
import { visibleText } from '../../../words/visible-text.ts';
import type { WhyReport } from '../read/queries.ts';

type Rows = WhyReport['day']['rows'];

/** What is known of the rows of a day: what was found in them, which file they were taken from, and known outages of the venue. */
export function RowFacts({ rows: { checked, sources, findings, outages } }: { readonly rows: Rows }) {
  return (
    <>
      {checked && findings.length === 0 && (
        <div>
          <dt>rows</dt>
          <dd>Checked, nothing was found.</dd>
        </div>
      )}
      {findings.map((finding, place) => (
        <div key={place}>
          <dt>rows</dt>
          <dd>
            <Finding finding={finding} />
          </dd>
        </div>
      ))}
      {sources.map(({ key, rule }) => (
        <div key={key}>
          <dt>taken from</dt>
          <dd>
            <KeyText text={key} />
            {rule !== null && (
              <>
                {' '}
                by the rule <code>{rule}</code>
              </>
            )}
          </dd>
        </div>
      ))}
      {outages.map(({ from, to }) => (
        <div key={from}>
          <dt>outage</dt>
          <dd>
            The venue was down <Time at={from} /> … <Time at={to} />. Rows that are missing then never
            existed.
          </dd>
        </div>
      ))}
    </>
  );
}

function Finding({ finding }: { readonly finding: Rows['findings'][number] }) {
  const { severity, rule, counts, count, from, to, meaning, sample, advice } = finding;
  return (
    <>
      <WordMark word={wordOfFinding(severity)} /> <code>{rule}</code>, {counts}: {numberText(count)}
      {from !== null && to !== null && (
        <>
          , <Time at={from} /> … <Time at={to} />
        </>
      )}
      . {meaning}
      {sample !== null && (
        <>
          {' '}
          Sample: <code>{visibleText(sample)}</code>.
        </>
      )}{' '}
      {advice}
    </>
  );
}
