/** The lane that runs the same functions on threads. */
import { syncToAsync } from '@offloop/runtime'
import { countPrimes, exportOrders, hashPassword, totalOrders } from './heavy-work.ts'
import { serveLane } from './lane-server.ts'

serveLane({
  hash: syncToAsync(hashPassword, { threadSensitive: false }),
  primes: syncToAsync(countPrimes, { threadSensitive: false }),
  json: syncToAsync(totalOrders, { threadSensitive: false }),
  export: syncToAsync(exportOrders, { threadSensitive: false }),
})
