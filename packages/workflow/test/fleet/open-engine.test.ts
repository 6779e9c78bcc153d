import { afterEach, expect, test, vi } from 'vitest';
import { openFleetEngine } from '../../src/fleet/index.ts';
import { refusal } from '../reported.ts';

afterEach(() => vi.unstubAllEnvs());

test('a database that cannot be reached is reported as by every command, and not as a queue', async () => {
  vi.stubEnv('TAPEHAUL_RECORD_URL', 'postgres://ann:hunter22@127.0.0.1:1/records');
  // Nothing listens at port 1.
  const lost = { code: 'catalog_failed', facts: { unreachable: true } };
  await expect(openFleetEngine()).rejects.toMatchObject(lost);
  await expect(openFleetEngine({ engine: 'temporal' })).rejects.toMatchObject(lost);
});

test('a fleet without a database is a refusal that says how to name one', async () => {
  vi.stubEnv('TAPEHAUL_RECORD_URL', '');
  vi.stubEnv('TAPEHAUL_RECORD_URL_FILE', '');
  await refusal(openFleetEngine(), 'config_invalid', 'TAPEHAUL_RECORD_URL');
});
