import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from './button.tsx';

/** A button that reads the next page of a list; nothing where there is none. */
export function ShowMore({
  list,
}: {
  readonly list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  if (!list.hasNextPage) return null;
  return (
    <p>
      <Button
        reason={list.isFetchingNextPage ? 'loading' : undefined}
        onClick={() => void list.fetchNextPage()}
      >
        Show more
      </Button>
    </p>
  );
}
