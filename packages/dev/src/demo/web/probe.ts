/** Asks /health at even intervals, whether or not the answers before have come: a server that stands still keeps every caller waiting. */
import { Agent, get } from 'node:http'

/** Calls `onAnswer` with the moment of each question in ms since 1970 and the wait for its answer in ms. Returns how to stop. */
export function probe(url: string, intervalMs: number, onAnswer: (at: number, ms: number) => void, onFailure: () => void): () => void {
  const agent = new Agent({ keepAlive: true })
  let isStopped = false
  const fail = (): void => void (isStopped || onFailure())
  const timer = setInterval(() => {
    const at = Date.now()
    const begun = performance.now()
    const answered = (): void => onAnswer(at, performance.now() - begun)
    get(`${url}/health`, { agent }, (answer) => answer.resume().on('end', answered).on('error', fail)).on('error', fail)
  }, intervalMs)
  return () => {
    isStopped = true
    clearInterval(timer)
    agent.destroy()
  }
}
