/** What to look at in a piece: one line each. */
import type { BlockingSite, FunctionNode } from '@offloop/analysis'
import { capturedOutput } from './captured-output.ts'
import type { Colouring } from './colour.ts'
import { enteredStores } from './entered-stores.ts'
import { contractNotes } from './kept-contract.ts'
import { offloadNotes } from './piece-words.ts'
import type { BreakingChange } from './plan.ts'
import { racesIn } from './races.ts'
import { overlapsIn } from './timers.ts'
import type { ProjectTests } from '../testing/tests.ts'
import type { Modules } from './modules.ts'

type Context = Parameters<typeof racesIn>[3] &
  Parameters<typeof overlapsIn>[1] &
  Parameters<typeof enteredStores>[3] & { readonly tests: ProjectTests }

/** The notes of a piece of these functions and calls. */
export function notesOf(
  functions: readonly FunctionNode[],
  sites: readonly BlockingSite[],
  colouring: Colouring,
  context: Context,
): string[] {
  return [
    ...offloadNotes(sites),
    ...racesIn(functions, sites, colouring, context),
    ...overlapsIn(functions, context),
    ...enteredStores(functions, sites, colouring, context),
    ...context.tests.notes(functions),
    ...capturedOutput(sites, context),
    ...contractNotes(functions, colouring, context.root),
  ]
}

/** The exports among the functions whose users have to change. */
export function breakingIn(functions: readonly FunctionNode[], { changes }: Colouring, modules: Modules): BreakingChange[] {
  return functions
    .filter((each) => changes.get(each) === 'breaking')
    .map(({ file, summary }) => ({
      package: modules.packageOf(file)?.json.name ?? '',
      name: summary.name.replace(/^(module\.)?exports\.(?=.)/, ''),
      file,
      line: summary.line,
    }))
}
