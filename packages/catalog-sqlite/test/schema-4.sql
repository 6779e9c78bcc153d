INSERT INTO runs (id, run_id, flow, state, parameters, parent_run_id, tags, started_at, planned_at, ended_at, owner_pid, owner_host, owner_boot, heartbeat_at, wish, resumes, traceparent, result, owner_process_start) VALUES
  (1, 'r1', 'archive-collection-flow', 'Running', '{"a":1}', NULL, '["t"]', 1700000000001, 1700000000003, NULL, 1, 'elsewhere', NULL, 1700000000006, NULL, 1, NULL, NULL, NULL);
INSERT INTO run_states (id, run, state, at) VALUES
  (1, 1, 'Running', 1700000000001),
  (2, 1, 'Cancelled', 1700000000004),
  (3, 1, 'Running', 1700000000006);
INSERT INTO classes (id, run, name, state, phase, error_code, tasks, bytes) VALUES
  (1, 1, 'generate-ingestion-tasks', 'Scheduled', 'waiting', NULL, 0, 0),
  (2, 1, 'generate-ingestion-tasks', 'Completed', 'final', NULL, 1, 0),
  (3, 1, 'download-archive-file', 'Cached', 'final', NULL, 2, 10),
  (4, 1, 'download-archive-file', 'Scheduled', 'waiting', NULL, 4, 0),
  (5, 1, 'execute-batch-downloads', 'Scheduled', 'waiting', NULL, 1, 0),
  (6, 1, 'execute-batch-downloads', 'Cancelled', 'final', 'cancelled', 0, 0),
  (7, 1, 'download-archive-file', 'Completed', 'final', NULL, 2, 14),
  (8, 1, 'download-archive-file', 'AwaitingRetry', 'waiting', 'throttled', 1, 0),
  (9, 1, 'download-archive-file', 'Failed', 'final', 'throttled', 1, 7),
  (10, 1, 'download-archive-file', 'Cancelled', 'final', 'cancelled', 0, 0),
  (11, 1, 'download-archive-file', 'Running', 'running', NULL, 1, 0),
  (12, 1, 'download-archive-file', 'Absent', 'final', NULL, 1, 0),
  (13, 1, 'download-archive-file', 'Crashed', 'final', NULL, 0, 0);
INSERT INTO tasks (run, number, task_id, input, class, attempts, earlier, planned_at, started_at, attempt_at, updated_at, duration_ms, retry_at, bytes, engine, error_message) VALUES
  (1, 1, 'generate-ingestion-tasks', NULL, 2, 1, 0, 1700000000500, 1700000000500, NULL, 1700000001500, 1000, NULL, NULL, NULL, NULL),
  (1, 2, 'f00', NULL, 3, 0, 0, 1700000000002, NULL, NULL, 1700000000002, NULL, NULL, 5, NULL, NULL),
  (1, 3, 'f01', '{"size":9}', 3, 0, 0, 1700000000002, NULL, NULL, 1700000000002, NULL, NULL, 5, NULL, NULL),
  (1, 4, 'f02', NULL, 7, 1, 0, 1700000000002, 1700000001000, NULL, 1700000002000, 1000, NULL, 10, 's3', NULL),
  (1, 5, 'f03', NULL, 9, 2, 0, 1700000000002, 1700000001000, NULL, 1700000004000, 3000, NULL, 7, NULL, 'slow down'),
  (1, 6, 'f04', NULL, 7, 2, 1, 1700000000002, 1700000001000, NULL, 1700000009000, 8000, NULL, 4, 's5cmd', NULL),
  (1, 7, 'f05', NULL, 11, 2, 1, 1700000000002, 1700000001000, 1700000008000, 1700000008000, NULL, NULL, NULL, NULL, NULL),
  (1, 8, 'f06', NULL, 4, 1, 1, 1700000000002, 1700000001000, NULL, 1700000000005, NULL, NULL, NULL, NULL, NULL),
  (1, 9, 'f07', NULL, 12, 1, 0, 1700000000002, 1700000001000, NULL, 1700000002000, 1000, NULL, NULL, NULL, NULL),
  (1, 10, 'f08', NULL, 4, 0, 0, 1700000000002, NULL, NULL, 1700000000002, NULL, NULL, NULL, NULL, NULL),
  (1, 11, 'f09', NULL, 8, 1, 0, 1700000000002, 1700000008000, NULL, 1700000009000, NULL, 1700000099000, NULL, NULL, 'slow down'),
  (1, 12, 'f10', NULL, 4, 0, 0, 1700000000002, NULL, NULL, 1700000000002, NULL, NULL, NULL, NULL, NULL),
  (1, 13, 'f11', NULL, 4, 0, 0, 1700000000002, NULL, NULL, 1700000000002, NULL, NULL, NULL, NULL, NULL),
  (1, 14, 'execute-batch-downloads', NULL, 5, 1, 1, 1700000000900, 1700000000900, NULL, 1700000000005, NULL, NULL, NULL, NULL, NULL);
INSERT INTO attempts (run, number, attempt, started_at, ended_at, class, error_message) VALUES
  (1, 1, 1, 1700000000500, 1700000001500, 2, NULL),
  (1, 4, 1, 1700000001000, 1700000002000, 7, NULL),
  (1, 5, 1, 1700000001000, 1700000002000, 8, 'slow down'),
  (1, 5, 2, 1700000003000, 1700000004000, 9, 'slow down'),
  (1, 6, 1, 1700000001000, 1700000002000, 10, 'stopped'),
  (1, 6, 2, 1700000008000, 1700000009000, 7, NULL),
  (1, 7, 1, 1700000001000, 1700000001000, 13, NULL),
  (1, 8, 1, 1700000001000, 1700000002000, 8, 'slow down'),
  (1, 9, 1, 1700000001000, 1700000002000, 12, NULL),
  (1, 11, 1, 1700000008000, 1700000009000, 8, 'slow down'),
  (1, 14, 1, 1700000000900, 1700000006000, 6, NULL);
INSERT INTO timeline (run, unit, slot, state, tasks, bytes) VALUES
  (1, 1000, 1700000000, 'Cached', 2, 10),
  (1, 1000, 1700000001, 'Completed', 1, 0),
  (1, 1000, 1700000002, 'Absent', 1, 0),
  (1, 1000, 1700000002, 'Completed', 1, 10),
  (1, 1000, 1700000004, 'Failed', 1, 7),
  (1, 1000, 1700000009, 'Completed', 1, 4),
  (1, 60000, 28333333, 'Absent', 1, 0),
  (1, 60000, 28333333, 'Cached', 2, 10),
  (1, 60000, 28333333, 'Completed', 3, 14),
  (1, 60000, 28333333, 'Failed', 1, 7);
INSERT INTO logs (sequence, run, task_id, attempt, at, level, message, trace_id, span_id) VALUES
  (1, 1, 'f03', 2, 1700000004000, 3, 'gave up', NULL, NULL);
INSERT INTO objects (key, path, bytes, mtime_ms, sha256, proof, etag, last_modified, series, partition, period, run, recorded_at) VALUES
  ('f02', 'bronze/f02', 10, 1.5, 'ab', 'sidecar', NULL, NULL, 's', 'daily', '2025-07-01', 1, 1700000002000),
  ('f08', 'bronze/f08', 10, 1.5, 'ab', 'sidecar', NULL, NULL, 's', 'daily', '2025-07-01', 1, 1700000002000);
INSERT INTO coverage (series, partition, objects, proved, bytes) VALUES
  ('s', 'daily', 2, 2, 20);
