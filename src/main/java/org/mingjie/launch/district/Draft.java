package org.mingjie.launch.district;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/** A place being put together; what is not said stays empty. */
final class Draft {

  private final String classCode;
  private final Name name;
  private final double importance;
  private Coordinate point = new Coordinate();
  private @Nullable Geometry geometry;
  private @Nullable Geometry area;
  private @Nullable String grade;
  private @Nullable String ref;
  private @Nullable Integer heightMetres;
  private @Nullable Double lengthKm;
  private @Nullable String heritage;
  private @Nullable String meaning;
  private List<FormerName> former = List.of();

  Draft(String classCode, Name name, double importance) {
    this.classCode = classCode;
    this.name = name;
    this.importance = Math.rint(Math.max(0, Math.min(1, importance)) * 1000) / 1000;
  }

  String classCode() {
    return classCode;
  }

  Name name() {
    return name;
  }

  Coordinate point() {
    return point;
  }

  /** The course of a line. */
  Geometry line() {
    return geometry == null ? Polygons.FACTORY.createPoint(point) : geometry;
  }

  double lengthKm() {
    return lengthKm == null ? 0 : lengthKm;
  }

  Draft at(Coordinate where) {
    point = where;
    return this;
  }

  /** A line or an area; without one the place is its point. */
  Draft shaped(Geometry shape) {
    geometry = shape;
    return this;
  }

  Draft over(@Nullable Geometry land) {
    area = land;
    return this;
  }

  Draft graded(String roadGrade, String number) {
    grade = roadGrade;
    ref = number.isEmpty() ? null : number;
    return this;
  }

  Draft high(double metres) {
    heightMetres = (int) Math.rint(metres);
    return this;
  }

  Draft longKm(double km) {
    lengthKm = Math.rint(km * 10) / 10;
    return this;
  }

  Draft heritage(String level) {
    heritage = level;
    return this;
  }

  Draft meaning(@Nullable String text) {
    meaning = text;
    return this;
  }

  Draft former(List<FormerName> names) {
    former = names;
    return this;
  }

  SamplePlace placed(String id, String division) {
    Geometry shape = geometry == null ? Polygons.FACTORY.createPoint(point) : geometry;
    return new SamplePlace(id, classCode, grade, ref, name.text(), name.specific().text(), name.generic().text(), name.spelling(),
        importance, division, point, shape, area, heightMetres, lengthKm, heritage, meaning, former);
  }
}
