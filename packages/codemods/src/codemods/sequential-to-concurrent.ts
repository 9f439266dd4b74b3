/** Reads that wait for each other without need start together: declarations in a row, lists of awaits, loops that fill a list. */
import { nameOfFunction, walk } from '@offloop/analysis'
import type { Node } from '@offloop/analysis'
import { joinStatements } from '../concurrent/groups.ts'
import type { Outcome } from '../concurrent/groups.ts'
import { arraysIn, joinList } from '../concurrent/lists.ts'
import { joinLoop } from '../concurrent/loops.ts'
import { merged } from '../concurrent/merged.ts'
import { reasons } from '../concurrent/refusal.ts'
import { surroundingsOf } from '../concurrent/surroundings.ts'
import type { Surroundings } from '../concurrent/surroundings.ts'
import { defineCodemod } from '../define-codemod.ts'
import { EditSet } from '../edit/edits.ts'
import type { FileChange } from '../file-codemod.ts'
import { ImportEdits } from '../rewrite/imports.ts'
import type { Source } from '../rewrite/source.ts'

export default defineCodemod({
  name: 'sequential-to-concurrent',
  summary: 'Reads that are awaited one after the other without need start together',
  scope: 'file',
  subject: 'independent await',
  flags: [
    {
      flag: '--with <how>',
      meaning: 'what awaits them: `Promise.all`, or `gather` of @offloop/runtime, which gives each a copy of the context',
      values: ['promise-all', 'gather'],
    },
    {
      flag: '--assume <what>',
      meaning: 'calls of which nothing is known are `reads` where their names say so: get, find, fetch, load',
      values: ['reads'],
    },
    {
      flag: '--loops <which>',
      meaning: 'loops that fill a list with reads: `all` (default) or `none`, as all items start at once',
      values: ['all', 'none'],
    },
  ],
  reasons,
  change(input) {
    const { source, options } = input
    const isGather = options['with'] === 'gather'
    const imports = new ImportEdits(source)
    const surroundings = surroundingsOf(input, isGather && mayChange(source) ? imports.want('@offloop/runtime', 'gather') : 'gather')
    const outcomes = outcomesOf(surroundings, options['loops'] !== 'none')
    const changes = merged(outcomes.flatMap((each) => each.changes)).map((each): FileChange => ({
      ...each,
      name: nameAt(each.start, source),
    }))
    return {
      changes,
      left: outcomes.flatMap((each) => each.left).sort((a, b) => a.start - b.start),
      together: () => {
        const edits = new EditSet()
        if (isGather) imports.write(edits)
        return edits.files[0]?.edits ?? []
      },
    }
  },
})

/** Most files wait for nothing, or for one thing. */
function mayChange({ text }: Source): boolean {
  return /\bawait\b/u.test(text)
}

function outcomesOf(surroundings: Surroundings, hasLoops: boolean): Outcome[] {
  const { source } = surroundings
  if (!mayChange(source)) return []
  const found: Outcome[] = []
  walk(source.program, (node) => {
    const statements = statementsOf(node)
    if (!statements) return
    found.push(joinStatements(statements, surroundings))
    if (hasLoops) for (const each of statements) if (each.type === 'ForOfStatement') found.push(joinLoop(each, statements, surroundings))
  })
  return [...found, ...arraysIn(source.program).map((each) => joinList(each, surroundings))]
}

function statementsOf(node: Node): readonly Node[] | undefined {
  if (node.type === 'BlockStatement' || node.type === 'Program') return node.body
  return node.type === 'SwitchCase' ? node.consequent : undefined
}

/** The function in which an offset lies. */
function nameAt(offset: number, { scopes }: Source): string {
  const around = scopes.functions.filter((each) => each.start <= offset && offset < each.end).at(-1)
  return !around || around.type === 'Program' ? 'module' : nameOfFunction(around, scopes)
}
