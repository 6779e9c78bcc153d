import { vi } from 'vitest';

// Runs before each test file of a worker that serves several: each gets its own instances of what stands beside tests, and the
// hooks that it registers. Sources, which Node loads, are those of the worker.
vi.resetModules();
