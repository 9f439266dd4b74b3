/** Clients that ask for a heavy route, each again as soon as it has its answer. */
import { Agent, get } from 'node:http'

/** Starts `clients` of them; `onAnswer` hears whether an answer was a good one. Returns how to stop. */
export function startLoad(url: string, clients: number, onAnswer: (isFine: boolean) => void): () => void {
  const agent = new Agent({ keepAlive: true })
  let isStopped = false
  const next = (isFine?: boolean): void => {
    if (isStopped) return
    if (isFine !== undefined) onAnswer(isFine)
    const request = get(url, { agent }, (answer) => {
      answer
        .resume()
        .on('end', () => next(answer.statusCode === 200))
        .on('error', () => next(false))
    })
    request.on('error', () => next(false))
  }
  for (let started = 0; started < clients; started++) next()
  return () => {
    isStopped = true
    agent.destroy()
  }
}
