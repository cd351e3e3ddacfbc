/** A trainer said what cannot be: submitted code wrote to its channel, or changed what writes there. The trial has crashed. */
export class Misreport extends Error {}
