// Package ssim says how alike two pictures of the same size are: the structural
// similarity index, the mean squared error and the peak signal-to-noise ratio,
// each over a mask, after the exposures were matched.
//
// # Values
//
// Everything is computed on luma: 0.2126 R' + 0.7152 G' + 0.0722 B' (ITU-R
// BT.709) of the sRGB-coded channels, 0 to 255, as the eye's response is closer
// to coded than to linear values. Alpha is ignored. A picture's exposure is one
// gain on the linear light of its three channels, see [Gain]; the gained values
// are clipped to white and are not rounded to bytes.
//
// # Index
//
// Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, "Image quality
// assessment: from error visibility to structural similarity", IEEE
// Transactions on Image Processing 13(4), 2004: equation 13 with K1 = 0.01, K2 =
// 0.03 and L = 255, over the local statistics of equations 14 to 16. The window
// is the paper's 11×11 Gaussian of standard deviation 1.5, or the 8×8 block that
// its section III.C starts from. Only windows that lie in the picture count.
//
// A comparison of pictures of 512×512 pixels costs about 70 ms and 50 MB.
package ssim
