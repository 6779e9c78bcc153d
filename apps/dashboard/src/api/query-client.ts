import { QueryClient } from '@tanstack/react-query';
import { asRefusal } from './refusal.ts';

/** Times a request is repeated when the service cannot be reached or has too much to do. */
const MOST_RETRIES = 2;
/** The same when it says itself when to come again. */
const MOST_WAITS = 10;
const [FIRST_WAIT, LONGEST_WAIT] = [500, 10_000];

/** What the page has read of the service. Data stays in view while newer data comes. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      gcTime: 5 * 60_000,
      retry: (failures, error) => {
        const { mayPass, code, status, waitFor } = asRefusal(error);
        if (status === 429 && waitFor !== undefined) return failures < MOST_WAITS;
        // What was late is shown before it is waited for again.
        return failures < MOST_RETRIES && mayPass && code !== 'answer_late';
      },
      retryDelay: (failures, error) =>
        asRefusal(error).waitFor ?? Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
