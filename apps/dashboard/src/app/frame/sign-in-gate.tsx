import { useLocation } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { needsToken, onToken } from '../../api/token.ts';
import { Skeleton } from '../../ui/note/notes.tsx';

const SignInPage = lazy(async () => {
  const { SignInPage: component } = await import('../../pages/sign-in/sign-in-page.tsx');
  return { default: component };
});

/** Shows how to sign in, in the place of a page that needs a token; the address stays, so that the page is shown behind it. */
export function SignInGate({ children }: { readonly children: ReactNode }) {
  const isNeeded = useSyncExternalStore(onToken, needsToken);
  const { pathname } = useLocation();
  if (!isNeeded || pathname === '/sign-in') return children;
  return (
    <Suspense fallback={<Skeleton />}>
      <SignInPage />
    </Suspense>
  );
}
