/** What the schedule of the profiles and its roles are called after. */
export const SCHEDULE = 'profile-schedule';
