import { type ButtonHTMLAttributes, useId } from 'react';
import styles from './button.module.css';

/** A button; with `reason` it is off, and says why to everyone, also by keyboard. */
export function Button({
  reason,
  kind = 'plain',
  className,
  onClick,
  children,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly reason?: string | undefined;
  readonly kind?: 'plain' | 'main' | 'danger';
}) {
  const id = useId();
  const isOff = reason !== undefined;
  return (
    <>
      <button
        type="button"
        {...rest}
        className={`${styles.button} ${styles[kind]} ${className ?? ''}`}
        aria-disabled={isOff || undefined}
        aria-describedby={isOff ? id : undefined}
        title={reason ?? rest.title}
        onClick={isOff ? (event) => event.preventDefault() : onClick}
      >
        {children}
      </button>
      {isOff && (
        <span id={id} hidden>
          {reason}
        </span>
      )}
    </>
  );
}
