/** File descriptors of the trainer's end of its channel to the referee. */
export const trainerWrites = 3;
export const trainerReads = 4;
