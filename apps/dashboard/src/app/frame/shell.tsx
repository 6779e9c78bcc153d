import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLiveUpdates } from '../../api/live/use-live.ts';
import { currentToken, forgetToken, needsToken, onToken } from '../../api/token.ts';
import { chooseUtc, isUtc, onZone } from '../../ui/browser/zone.ts';
import { Button } from '../../ui/control/button.tsx';
import { KeyList } from '../keys/key-list.tsx';
import { useKeys } from '../keys/use-keys.ts';
import { LiveStrip } from './live-strip.tsx';
import styles from './shell.module.css';
import { SignInGate } from './sign-in-gate.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** The frame of the page: where one can go, whether it is live, and the page itself. */
export function Shell() {
  useLiveUpdates();
  const [showsKeys, setShowsKeys] = useState(false);
  useKeys({ onList: () => setShowsKeys((shown) => !shown) });
  const main = useFocusOnMove();
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.name}>
          tapehaul
        </Link>
        <nav aria-label="Pages" className={styles.nav}>
          <Link to="/" activeOptions={{ exact: true }} activeProps={CURRENT}>
            Overview
          </Link>
          <Link to="/runs" activeProps={CURRENT}>
            Runs
          </Link>
          <Link to="/coverage" activeProps={CURRENT}>
            Coverage
          </Link>
          <Link to="/new" activeProps={CURRENT}>
            New run
          </Link>
        </nav>
        <div className={styles.tools}>
          <ZoneSwitch />
          <ThemeSwitch />
          <SignOut />
          <Button onClick={() => setShowsKeys(true)} aria-haspopup="dialog">
            Keys <kbd>?</kbd>
          </Button>
        </div>
      </header>
      <LiveStrip />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <SignInGate>
          <Outlet />
        </SignInGate>
      </main>
      <KeyList isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  );
}

const CURRENT = { 'aria-current': 'page' } as const;

/** Moves the focus to the page when another one is shown, so that keys and readers of the screen begin there. */
function useFocusOnMove() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) main.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname]);
  return main;
}

function ZoneSwitch() {
  const utc = useSyncExternalStore(onZone, isUtc);
  return (
    <Button
      aria-pressed={utc}
      onClick={() => chooseUtc(!utc)}
      title="Times in UTC, or in your zone. Days are always of UTC."
    >
      UTC
    </Button>
  );
}

function SignOut() {
  const token = useSyncExternalStore(onToken, currentToken);
  const isRefused = useSyncExternalStore(onToken, needsToken);
  if (token === undefined || isRefused) return null;
  return <Button onClick={forgetToken}>Sign out</Button>;
}
