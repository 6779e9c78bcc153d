import { vi } from 'vitest';

// Runs before each test file of a worker that serves several: each gets its own instances of the modules beside tests, and the
// hooks that they register. Sources, which Node loads, are those of the worker.
vi.resetModules();
