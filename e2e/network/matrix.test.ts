import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { someOf } from '@tapehaul/testkit';
import {
  httpProxy,
  makeAuthority,
  type ProxyManners,
  type SocksManners,
  socksProxy,
  tlsFront,
} from '@tapehaul/testkit/network';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COLUMNS, type Column, outcomeOf } from './commands.ts';
import { REACHED, ROWS } from './rows.ts';

const open = new AsyncDisposableStack();
let folder = '';
/** Each column has a proxy of its own, so that all can be tried at once. */
const proxies = new Map<Column, { readonly address: string; readonly manners: ProxyManners }>();
const tlsManners: ProxyManners = { refusals: [], passed: 0 };
const socks: SocksManners = { login: ['me', 'p@ss'], request: [] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'network-'));
  open.defer(() => rm(folder, { recursive: true }));
  const authority = await makeAuthority(folder, 'DNS:archive.test,DNS:localhost,IP:127.0.0.1,IP:0.0.0.0');
  REACHED.authorityFile = authority.file;
  const simulator = open.use(await startSimulator({ source: syntheticSource({ maxRows: 24 }) }));
  REACHED.plain = simulator.port;
  REACHED.tls = open.use(await tlsFront(authority, simulator.port)).port;
  const places = { http: REACHED.plain, https: REACHED.tls };
  for (const column of COLUMNS) {
    const manners: ProxyManners = { refusals: [], passed: 0 };
    const { port } = open.use(await httpProxy(manners, places));
    proxies.set(column, { address: `http://127.0.0.1:${port}`, manners });
  }
  REACHED.tlsProxy = open.use(await httpProxy(tlsManners, places, authority)).port;
  REACHED.socks = open.use(await socksProxy(socks, places)).port;
});
afterAll(() => open.disposeAsync());

test.each(someOf(ROWS, 3, ({ ends }) => ends))(
  '$name',
  async ({ endpoint, variables, refusals = [], login, ends, but, says, passes }) => {
    const tried = COLUMNS.map(async (column) => {
      const { address, manners } = proxies.get(column) ?? fail(column);
      Object.assign(manners, { login, passed: 0, refusals: [...refusals] });
      const outcome = await outcomeOf(column, endpoint(), variables(address), folder);
      return { column, outcome, passed: manners.passed > 0 };
    });
    const all = await Promise.all(tried);
    const found = new Map(all.map(({ column, outcome }) => [column, outcome]));
    const expected = Object.fromEntries(COLUMNS.map((column) => [column, but?.[column] ?? ends]));
    const ended = Object.fromEntries(COLUMNS.map((column) => [column, found.get(column)?.end]));
    expect(ended, JSON.stringify([...found], null, 1)).toEqual(expected);
    if (passes !== undefined) {
      expect(all.map(({ passed }) => passed)).toEqual(COLUMNS.map(() => passes));
    }
    if (ends === 'ok') expect([found.get('s3')?.engine, found.get('s5cmd')?.engine]).toEqual(['s3', 's5cmd']);
    for (const { message, hint } of found.values()) {
      if (says !== undefined) expect(`${message}\n${hint}`).toMatch(says);
      expect(`${message}${hint}`).not.toMatch(/wr0ng|p@ss|error:[0-9A-F]{8}|SSL routines|x509/);
    }
  },
);

function fail(column: Column): never {
  throw new Error(`no proxy for ${column}`);
}
