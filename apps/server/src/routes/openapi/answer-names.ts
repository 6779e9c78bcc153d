import { isPart, type Part, withOperations } from './documented.ts';

/** Names of what operations answer with, whose schemas have none: of a list, the name of a row. */
const NAMES: Readonly<Record<string, string>> = {
  acceptDisputes: 'DecidedDispute',
  cancelRun: 'AcceptedRun',
  countFindings: 'FindingCount',
  explainDays: 'WhyReport',
  listAttempts: 'Attempt',
  listCells: 'Cells',
  listCoverage: 'HeldSeries',
  listDisputes: 'Dispute',
  listFailures: 'FailureGroup',
  listFindingDays: 'FindingDays',
  listFindings: 'RowFinding',
  listHoles: 'Hole',
  listLogs: 'LogLine',
  listOutputs: 'Output',
  listPartitions: 'TablePartition',
  listRuns: 'Run',
  listTableMonths: 'TableMonth',
  listTasks: 'Task',
  showRun: 'RunDetails',
  showTask: 'TaskDetails',
  showTimeline: 'Timeline',
  startRun: 'AcceptedRun',
};
/** Operations that answer as another one does. */
const AS: Readonly<Record<string, string>> = {
  pauseRun: 'cancelRun',
  rejectDisputes: 'acceptDisputes',
  resumeRun: 'cancelRun',
  retryRun: 'cancelRun',
  unpauseRun: 'cancelRun',
};
const GOOD = ['200', '202'];

/** Puts the schemas of what operations answer with under names of their own; those that have one keep it. */
export function withAnswerNames<Document extends object>(document: Document): Document {
  const { components = {} }: { readonly components?: { readonly schemas?: object } } = document;
  const schemas = new Map<string, unknown>(Object.entries({ ...components.schemas }));
  const reference = (name: string, schema: Part): Part => {
    if (schema.$ref !== undefined) return schema;
    schemas.set(name, schema);
    return { $ref: `#/components/schemas/${name}` };
  };
  const named = withOperations(document, ({ operation }) => {
    const id = String(operation.operationId);
    const own = AS[id] ?? id;
    const name = Object.hasOwn(NAMES, own) ? NAMES[own] : undefined;
    const { responses } = operation;
    if (name === undefined || !isPart(responses)) return operation;
    return { ...operation, responses: withSchemas(responses, (schema) => ofAnswer(schema, name, reference)) };
  });
  return { ...named, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

/** The schema of an answer with its name, or with that of its rows. */
function ofAnswer(schema: Part, name: string, reference: (name: string, schema: Part) => Part): Part {
  const rows = isPart(schema.properties) ? schema.properties.rows : undefined;
  if (!isPart(rows)) return reference(name, schema);
  if (!isPart(rows.items)) return schema;
  const named = { ...rows, items: reference(name, rows.items) };
  return { ...schema, properties: { ...Object(schema.properties), rows: named } };
}

/** The good ones of responses, by their status, with each schema of JSON replaced. */
function withSchemas(responses: Part, replaced: (schema: Part) => Part): Part {
  const good = Object.entries(responses).map(([status, response]) => {
    const content = isPart(response) ? response.content : undefined;
    const json = isPart(content) ? content['application/json'] : undefined;
    const schema = isPart(json) ? json.schema : undefined;
    if (!GOOD.includes(status) || !isPart(response) || !isPart(content) || !isPart(schema))
      return [status, response];
    const media = { ...Object(json), schema: replaced(schema) };
    return [status, { ...response, content: { ...content, 'application/json': media } }];
  });
  return Object.fromEntries(good);
}
