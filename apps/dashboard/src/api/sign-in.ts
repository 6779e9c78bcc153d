import { Refusal } from './refusal.ts';
import { authorization } from './service.ts';

/** Asks the service whether it accepts a token. Rejects with a {@link Refusal} when it does not. */
export async function checkToken(token: string): Promise<void> {
  const answer = await fetch('/v1/me', { headers: authorization(token), cache: 'no-store' }).catch(() => {
    throw Refusal.unreachable();
  });
  // A service without that route has checked the token before it says so.
  if (answer.ok || answer.status === 404) return;
  throw Refusal.ofAnswer(answer, await answer.text());
}
