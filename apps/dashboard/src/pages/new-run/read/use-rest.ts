import { useEffect, useState } from 'react';

/** A value once it has not changed for some milliseconds; undefined until then. */
export function useRest<Value>(value: Value, milliseconds: number): Value | undefined {
  const [rested, setRested] = useState<{ readonly value: Value }>();
  useEffect(() => {
    const timer = setTimeout(() => setRested({ value }), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested?.value === value ? rested.value : undefined;
}
