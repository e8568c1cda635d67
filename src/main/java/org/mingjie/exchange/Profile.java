package org.mingjie.exchange;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mingjie.geometry.SevenParameters;
import org.mingjie.problem.Echo;

/**
 * How to read a kind of file: which column means what, encoding, coordinate system, datum, and the rank and state
 * date of what it says.
 *
 * @param name stable short name
 * @param title what the list is, as sources are cited
 * @param target what the rows are
 * @param encoding of text files; null to find out
 * @param crs of coordinates, {@code EPSG:n}; null to take what the file declares
 * @param datum {@code gcj02} where coordinates are shifted; null else
 * @param layer of files with several
 * @param columns meaning to the column names that may carry it, first found wins
 * @param levels how the level column writes the levels 1 to 5; 0 is a level that is no unit
 * @param identity levels whose units are told by code or by name within the county; default by code
 * @param complete whether a unit that the list does not name no longer exists
 * @param incomplete code prefixes for which it is not complete all the same
 * @param defaults values by meaning where no column has one
 * @param where columns and the values that a row must have to be taken; other rows are not of this list
 * @param attributes columns kept as extras of the place
 * @param mergeByName whether rows of one name are parts of one place
 * @param nameStatus standard only for decisions and for the fictional sample
 */
public record Profile(
    String name,
    String title,
    Target target,
    @Nullable String encoding,
    @Nullable String crs,
    @Nullable String datum,
    @Nullable SevenParameters sevenParameters,
    @Nullable String layer,
    Origin source,
    Map<String, List<String>> columns,
    Map<String, Integer> levels,
    Map<Integer, Identity> identity,
    boolean complete,
    List<String> incomplete,
    Map<String, String> defaults,
    Map<String, List<String>> where,
    List<String> attributes,
    boolean mergeByName,
    NameStatus nameStatus) {

  /** What the rows of a file are. */
  public enum Target {
    /** Divisional units of a day. */
    UNITS,
    /** Divisional units with the years in which their codes were in use, and their successors. */
    PERIODS,
    /** Polygons of divisional units, matched by code. */
    AREAS,
    /** Places of any class with point, line or area. */
    PLACES
  }

  /** By what a row is known to be the same unit as a row of another list. */
  public enum Identity { CODE, NAME }

  /**
   * @param rank 0 to 100, higher wins where two sources of one day disagree
   * @param stateDate the day whose state the list tells
   */
  public record Origin(String kind, int rank, LocalDate stateDate, String origin, String licence) {}

  /** What the list proves about its names. */
  public enum NameStatus { UNVERIFIED, STANDARD }

  public Profile {
    encoding = blankToNull(encoding);
    crs = blankToNull(crs);
    datum = blankToNull(datum);
    columns = columns == null ? Map.of() : Map.copyOf(columns);
    levels = levels == null ? Map.of() : Map.copyOf(levels);
    identity = identity == null ? Map.of() : Map.copyOf(identity);
    incomplete = incomplete == null ? List.of() : List.copyOf(incomplete);
    defaults = defaults == null ? Map.of() : Map.copyOf(defaults);
    where = where == null ? Map.of() : Map.copyOf(where);
    attributes = attributes == null ? List.of() : List.copyOf(attributes);
    nameStatus = nameStatus == null ? NameStatus.UNVERIFIED : nameStatus;
    if (nameStatus == NameStatus.STANDARD && source != null && source.kind().equals("list")) {
      throw new IllegalArgumentException("名单只能给出未经核定的地名：nameStatus standard 只用于批准文件和虚构样本");
    }
    if (datum != null && !datum.equals("gcj02")) {
      throw new IllegalArgumentException("datum 只能是 gcj02，现为 " + Echo.brief(datum));
    }
  }

  /** The same profile with what the command line says put before what the file says. */
  public Profile with(@Nullable String crsGiven, @Nullable String datumGiven, @Nullable String encodingGiven, @Nullable String layerGiven) {
    return new Profile(name, title, target, encodingGiven == null ? encoding : encodingGiven,
        crsGiven == null ? crs : crsGiven, datumGiven == null ? datum : datumGiven, sevenParameters, layerGiven == null ? layer : layerGiven, source,
        columns, levels, identity, complete, incomplete, defaults, where, attributes, mergeByName, nameStatus);
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
