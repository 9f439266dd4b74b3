/** Says on what machine and with which versions a figure was measured. */
import { availableParallelism, cpus, totalmem } from 'node:os'

/** One line: processor, cores, memory, system, Node. */
export function environmentLine(): string {
  const [cpu] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  return [
    cpu?.model.trim() || process.arch,
    `${availableParallelism()} cores`,
    memory,
    `${process.platform} ${process.arch}`,
    `Node ${process.version}`,
  ].join(', ')
}
