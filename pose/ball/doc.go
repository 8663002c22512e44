// Package ball follows the ball of a shot from the hands through its flight.
//
//	Frame ─shrink→ small pictures ─what was elsewhere before and after→ blobs ─RANSAC→ flight
//	flight ─colours learned in it→ where the ball was in the hands
//
// Data in: the frames of a clip as they pass by ([Watch]), and the throws that
// were found in it. Data out: the ball's centre and radius in the frames in
// which it was seen, as they stand in poses.json.
//
// Coordinates are pixels of the upright picture, freed of the camera's movement
// while the ball is sought. Times are real seconds.
//
// Limits: one ball a throw; a ball that hardly stands out against what is
// behind it, or that crosses other movement, is not seen there; a flight of
// fewer than [fewestFlight] pictures is not told from chance.
package ball
