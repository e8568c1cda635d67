/**
 * The sample district: a fictional prefecture, made by a program and always the same, so that every page of the product
 * can be shown, tested and measured without a single real record.
 *
 * <p>Two doors: {@link org.mingjie.launch.district.DistrictGenerator} makes the district, {@link
 * org.mingjie.launch.district.DistrictFile} writes it down. {@link org.mingjie.launch.district.NameMill} makes names by
 * the million for benchmarks. Uses nothing of the other modules, only JTS.
 *
 * <p>Inside, positions are counted in cells of {@value org.mingjie.launch.district.Grid#CELL_METRES} metres, x east, y
 * south, whole numbers at the centres of cells; only {@code Ground} turns them into degrees (EPSG:4490). Functions that
 * may differ between Java machines are taken from {@link StrictMath}.
 */
@NullMarked
package org.mingjie.launch.district;

import org.jspecify.annotations.NullMarked;
