/** Closes what BullMQ has opened, whether Redis is there or not. */
import { within } from './within.ts'

interface Closable {
  close(): Promise<unknown>
  disconnect(): Promise<unknown>
  getBackend(): { close(force: boolean): Promise<unknown> }
}

/** How long Redis has to say goodbye. */
const graceMs = 1000

/** Closes a connection; cuts it where Redis does not answer. */
export async function closeConnection(owner: Closable): Promise<void> {
  const isLate = await within(graceMs, owner.close()).then(
    (outcome) => outcome.isLate,
    () => true,
  )
  // The one cuts what was connected once, the other what never was.
  if (isLate) await within(graceMs, Promise.allSettled([owner.disconnect(), owner.getBackend().close(true)]))
}
