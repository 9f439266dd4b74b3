/** What belongs to a request, kept in variables of modules, in namespaces of cls-hooked and its like, or in an AsyncLocalStorage, moves to context variables. */
import { planStores } from '../context/plan-stores.ts'
import { defineCodemod } from '../define-codemod.ts'
import { migrationFlags } from '../migration-flags.ts'

const name = 'globals-to-context-var'

export default defineCodemod({
  name,
  summary: 'Request state in module variables, cls-hooked, express-http-context or AsyncLocalStorage moves to context variables',
  scope: 'project',
  flags: migrationFlags.filter(({ flag }) => flag === '--no-markers'),
  plan: (project, options) => planStores(name, project, options),
})
