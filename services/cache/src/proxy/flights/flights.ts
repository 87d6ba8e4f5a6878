import type { Flight } from './flight.js';

/** The calls to the upstream that are under way, by what they ask. */
export class Flights {
  private readonly flights = new Map<string, Flight>();

  /** The one to wait for or to board; undefined when none asks this. */
  of(key: string): Flight | undefined {
    return this.flights.get(key);
  }

  /** In the place of one that takes nobody any more. */
  add(key: string, flight: Flight): void {
    this.flights.set(key, flight);
    void flight.landed.finally(() => {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    });
  }
}
