import { useState } from 'react';
import { Button } from './button.tsx';

/** Copies text, and says so. Without a clipboard, which browsers give on HTTPS and loopback only, it is not shown. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [copied, setCopied] = useState<string>();
  if (!('clipboard' in navigator)) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(text);
  };
  return (
    <Button onClick={() => void copy().catch(() => setCopied(undefined))}>
      <span aria-live="polite">{copied === text ? `${what} copied` : `copy ${what}`}</span>
    </Button>
  );
}
