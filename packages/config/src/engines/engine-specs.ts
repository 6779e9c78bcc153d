// Made from PROVIDERS of packages/workflow/src/engines/providers.ts by the test beside it, with -u.
// biome-ignore-all format: made by a program

/** Every engine, without its code. The last one is always at hand. */
export const ENGINES = [
  {
    "name": "s5cmd",
    "title": "s5cmd",
    "options": {
      "batch_size": {
        "type": "integer",
        "min": 1,
        "max": 10000,
        "default": 50,
        "about": "Most cp lines in an s5cmd batch file, one for each data file."
      },
      "part_size_mb": {
        "type": "integer",
        "min": 5,
        "max": 5120,
        "default": 50,
        "about": "s5cmd fetches larger objects in parallel ranges of this size, in MiB."
      },
      "enable_batch_mode": {
        "type": "boolean",
        "default": true,
        "about": "true: s5cmd batch files of batch_size; false: one long-lived s5cmd process fed line by line, faster."
      },
      "enable_s5cmd": {
        "type": "boolean",
        "default": true,
        "turnsOff": true,
        "mayChange": true,
        "about": "false: as engine s3."
      }
    },
    "whyNot": [
      {
        "key": "max_bytes_per_second",
        "when": "given",
        "fact": "cannot keep to max_bytes_per_second"
      },
      {
        "key": "max_requests_per_second",
        "when": "given",
        "fact": "cannot keep to max_requests_per_second"
      },
      {
        "key": "source.style",
        "when": [
          "host",
          "none"
        ],
        "fact": "supports the bucket in the path only"
      }
    ],
    "found": [
      "path",
      "version"
    ],
    "preferredFor": "files above 2 MiB",
    "ownWays": "network",
    "signs": false,
    "startsPrograms": true,
    "worksInBatches": true,
    "statistics": {
      "s5cmd_available": "available",
      "batch_mode_enabled": "enable_batch_mode"
    }
  },
  {
    "name": "s3",
    "title": "plain S3",
    "options": {},
    "whyNot": [],
    "found": [],
    "preferredFor": "small files",
    "ownWays": "none",
    "signs": true,
    "startsPrograms": false,
    "worksInBatches": false,
    "statistics": {}
  }
] as const;
