import { vi } from 'vitest';

// Runs before each test file of a worker that serves several: each gets its own instances of this repository's modules, and
// the hooks that they register.
vi.resetModules();
