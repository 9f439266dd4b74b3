/** Calls that share a context run one after the other: side by side, each would overwrite what another has set. */
import { currentCell, type Variables } from '../cell.ts'
import { ContextError } from '../errors.ts'

interface Turn {
  readonly id: number
  readonly done: Promise<unknown>
}

const turns = new WeakMap<Variables, Promise<Turn>>()
const running = new WeakMap<Variables, number>()

/** Starts a call when the calls before it in that context have ended. Throws ContextError where it would wait for itself. */
export function inTurn(variables: Variables, start: () => Turn): Promise<unknown> {
  const holder = running.get(variables)
  if (holder !== undefined && currentCell().chain.includes(holder))
    throw new ContextError(
      'This context is entered already, by a call that this one is made for. Leave the context option out, or use copyContext().',
    )
  const previous = turns.get(variables)?.then(({ done }) => done)
  const turn = (previous ?? Promise.resolve())
    .then(undefined, () => undefined)
    .then((): Turn => {
      const now = start()
      running.set(variables, now.id)
      return now
    })
  turns.set(variables, turn)
  return turn.then(({ done }) => done)
}
