/** Makes the data of a job from a call. */
import type { ExecutorCall, PackedContext } from '../executor.ts'
import { NotCloneableError } from '../errors.ts'
import { marker, type Carried } from '../threads/carry.ts'
import { passAll } from '../threads/pass.ts'
import { refuseHandle, uncopiedArgument } from '../threads/uncloneable.ts'
import { checkSize, layout, type JobData, type QueuedCall } from './job-data.ts'
import { copyOf, encode } from './wire-format.ts'

/** The data of a job; throws NotCloneableError and PayloadTooLargeError. */
export function packCall({ name, args, context, timeout }: ExecutorCall, isIdempotent: boolean, maxPayload: number): JobData {
  const passed = passAll(args)
  passed.forEach((arg, index) => refuseHandle(arg, () => `Argument ${index + 1} of ${name}`, copyOf))
  const call: QueuedCall = { args: passed, context: context.pack(), timeout, isIdempotent }
  const text = encodeCall(call, name)
  checkSize(`What ${name} is called with`, text, maxPayload)
  return { offloop: layout, call: text }
}

function encodeCall(call: QueuedCall, name: string): string {
  try {
    structuredClone(call.args)
    return encode(call)
  } catch (cause) {
    const argument = uncopiedArgument(call.args, name, copyOf)
    if (argument !== undefined) throw new NotCloneableError(argument, { cause, isQueued: true })
    return encode({ ...call, context: withReasons(call.context) })
  }
}

/** What structured clone copies and a queue can't (a shared buffer) stays behind; reading it there says why. */
const withReasons = ({ id, variables }: PackedContext): PackedContext => ({ id, variables: variables.map(withReason) })

/** A variable, or the reason why it stays behind. */
export function withReason(carried: Carried): Carried {
  try {
    encode(carried)
    return carried
  } catch (error) {
    return [carried[0], { [marker]: (error as Error).message }]
  }
}
