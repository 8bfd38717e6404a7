// Loaded before the action: at every second look the machine's clock is JUMP_MS ahead.
const { now } = Date;
let looks = 0;

Date.now = () => {
  looks += 1;
  return now() + (looks % 2 === 0 ? Number(process.env.JUMP_MS) : 0);
};
