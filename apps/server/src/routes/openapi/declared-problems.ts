import { isPart, type Operation, withOperations } from './documented.ts';

/** Refusals that each request may meet: no token, another origin, another host, too often, a fault inside, too busy. */
const ALWAYS = [401, 403, 421, 429, 500, 503];
/** What the source or the storage may answer. */
const UPSTREAM = [502];

const PROBLEM = 'Problem';

/** Declares, for each operation, the statuses of the problems that it answers with; any other is `default`. */
export function withDeclaredProblems<Document extends object>(document: Document): Document {
  const declared = withOperations(document, (one) => {
    const { responses } = one.operation;
    const problem = { $ref: `#/components/responses/${PROBLEM}` };
    const problems = Object.fromEntries(statusesOf(one).map((status) => [status, problem]));
    return { ...one.operation, responses: { ...problems, ...(isPart(responses) ? responses : {}) } };
  });
  const { components = {} }: { readonly components?: object } = document;
  return { ...declared, components: { ...components, responses: { [PROBLEM]: response } } };
}

const response = {
  description: 'What cannot be done, and why',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** By what an operation takes, and what it does. */
function statusesOf({ path, method, operation }: Operation): number[] {
  const { parameters, requestBody } = operation;
  const named = Array.isArray(parameters) ? parameters.filter(isPart) : [];
  const inQuery = named.filter((parameter) => parameter.in === 'query');
  const names = new Set(named.map(({ name }) => name));
  const isOfRuns = path.startsWith('/v1/runs');
  const isDecision = path.startsWith('/v1/disputes/');
  const changes = method === 'post' && (isOfRuns || isDecision);
  return [
    ...ALWAYS,
    ...(inQuery.length > 0 || names.has('idempotency-key') || names.has('last-event-id') ? [400, 422] : []),
    ...(names.has('run') || names.has('output_directory') || changes ? [404] : []),
    ...(requestBody === undefined ? [] : [400, 413, 415, 422]),
    ...(changes ? [409, ...UPSTREAM] : []),
    ...(path === '/v1/plans' ? UPSTREAM : []),
  ].sort((a, b) => a - b);
}
