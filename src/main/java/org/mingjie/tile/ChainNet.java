package org.mingjie.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The lines that polygons share, each once, cut into chains at nodes. A vertex is a node unless exactly two segments meet
 * there that belong to the same polygons: that is to be seen at the vertex itself, so that a change of one polygon changes
 * only chains that touch its old or new rings, and the outcome does not depend on the order of changes.
 *
 * <p>Polygons must share vertices exactly; those of all levels and times lie in the same net.
 */
final class ChainNet {

  private record Segment(Coordinate a, Coordinate b) {

    static Segment of(Coordinate a, Coordinate b) {
      return a.compareTo(b) <= 0 ? new Segment(a, b) : new Segment(b, a);
    }
  }

  /** Sets of polygons as numbers, so that a segment holds one int. */
  private static final class OwnerSets {
    private final List<List<UUID>> sets = new ArrayList<>();
    private final Map<List<UUID>, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> withOne = new HashMap<>();

    int of(List<UUID> owners) {
      return numbers.computeIfAbsent(owners, o -> {
        sets.add(o);
        return sets.size() - 1;
      });
    }

    /** @param one number of the set that holds the added polygon alone */
    int with(int set, int one) {
      return withOne.computeIfAbsent((long) set << 32 | one, k -> {
        Set<UUID> all = new HashSet<>(sets.get(set));
        all.addAll(sets.get(one));
        return of(all.stream().sorted().toList());
      });
    }
  }

  private final int net;
  private final OwnerSets sets = new OwnerSets();
  private final Map<Segment, Integer> segments = new LinkedHashMap<>();
  private final Map<Coordinate, List<Coordinate>> meeting = new HashMap<>();
  private final Set<Coordinate> stirred = new HashSet<>();
  private final Set<Coordinate> fixed = new HashSet<>();
  private final List<Chain> touched = new ArrayList<>();

  /** @param added chains of the net that were not there before; removed: those that are no longer */
  record Result(List<Chain> added, List<Chain> removed) {}

  private ChainNet(int net) {
    this.net = net;
  }

  /**
   * @param number of the net, see {@link Chain#net}
   * @param near all chains that may touch a polygon that comes or goes, and any others
   * @param gone polygons to be taken out
   * @param come polygons to be put in, with their shapes in EPSG:3857
   */
  static Result change(int number, Collection<Chain> near, Set<UUID> gone, Map<UUID, Geometry> come) {
    ChainNet net = new ChainNet(number);
    for (Chain chain : near) {
      if (chain.owners().stream().anyMatch(gone::contains)) {
        net.stirred.addAll(Arrays.asList(chain.course()));
      }
    }
    come.values().forEach(shape -> net.stirred.addAll(Arrays.asList(shape.getCoordinates())));
    near.forEach(chain -> net.take(chain, gone));
    come.forEach(net::add);
    return net.result();
  }

  private void take(Chain chain, Set<UUID> gone) {
    if (Arrays.stream(chain.course()).noneMatch(stirred::contains)) {
      return;
    }
    touched.add(chain);
    List<UUID> left = chain.owners().stream().filter(o -> !gone.contains(o)).toList();
    if (!chain.ring()) {
      fixed.add(chain.course()[0]);
      fixed.add(chain.course()[chain.course().length - 1]);
    }
    if (!left.isEmpty()) {
      int set = sets.of(left);
      for (int i = 1; i < chain.course().length; i++) {
        put(chain.course()[i - 1], chain.course()[i], set);
      }
    }
  }

  private void add(UUID polygon, Geometry shape) {
    int one = sets.of(List.of(polygon));
    for (int i = 0; i < shape.getNumGeometries(); i++) {
      Polygon part = (Polygon) shape.getGeometryN(i);
      add(part.getExteriorRing(), one);
      for (int hole = 0; hole < part.getNumInteriorRing(); hole++) {
        add(part.getInteriorRingN(hole), one);
      }
    }
  }

  private void add(LinearRing ring, int one) {
    Coordinate[] course = ring.getCoordinates();
    for (int i = 1; i < course.length; i++) {
      if (!course[i - 1].equals2D(course[i])) {
        Integer known = segments.get(Segment.of(course[i - 1], course[i]));
        put(course[i - 1], course[i], known == null ? one : sets.with(known, one));
      }
    }
  }

  private void put(Coordinate a, Coordinate b, int set) {
    if (segments.put(Segment.of(a, b), set) == null) {
      meeting.computeIfAbsent(a, v -> new ArrayList<>(2)).add(b);
      meeting.computeIfAbsent(b, v -> new ArrayList<>(2)).add(a);
    }
  }

  private boolean isNode(Coordinate v, List<Coordinate> others) {
    if (!stirred.contains(v)) {
      return fixed.contains(v);
    }
    return others.size() != 2 || !segments.get(Segment.of(v, others.get(0))).equals(segments.get(Segment.of(v, others.get(1))));
  }

  private Result result() {
    Set<Coordinate> nodes = new HashSet<>();
    meeting.forEach((v, others) -> {
      if (isNode(v, others)) {
        nodes.add(v);
      }
    });
    Map<Long, Chain> now = new HashMap<>();
    Set<Segment> walked = new HashSet<>();
    for (Segment segment : segments.keySet()) {
      if (!walked.contains(segment) && (nodes.contains(segment.a()) || nodes.contains(segment.b()))) {
        boolean fromA = nodes.contains(segment.a());
        keep(now, walk(fromA ? segment.a() : segment.b(), fromA ? segment.b() : segment.a(), nodes, walked), segment, false);
      }
    }
    for (Segment segment : segments.keySet()) {
      if (!walked.contains(segment)) {
        keep(now, walk(segment.a(), segment.b(), nodes, walked), segment, true);
      }
    }
    List<Chain> removed = new ArrayList<>();
    for (Chain before : touched) {
      Chain same = now.get(before.id());
      if (same != null && same.owners().equals(before.owners()) && same.ring() == before.ring()) {
        now.remove(before.id());
      } else {
        removed.add(before);
      }
    }
    return new Result(now.values().stream().sorted(Comparator.comparingLong(Chain::id)).toList(), removed);
  }

  private void keep(Map<Long, Chain> now, Coordinate[] course, Segment first, boolean ring) {
    Chain chain = Chain.of(net, sets.sets.get(segments.get(first)), ring, course);
    now.put(chain.id(), chain);
  }

  private Coordinate[] walk(Coordinate from, Coordinate to, Set<Coordinate> nodes, Set<Segment> walked) {
    List<Coordinate> course = new ArrayList<>();
    course.add(from);
    Coordinate before = from;
    @Nullable Coordinate at = to;
    while (at != null) {
      walked.add(Segment.of(before, at));
      course.add(at);
      Coordinate next = nodes.contains(at) || at.equals2D(from) ? null : beyond(at, before);
      before = at;
      at = next;
    }
    return course.toArray(Coordinate[]::new);
  }

  private Coordinate beyond(Coordinate at, Coordinate before) {
    List<Coordinate> others = meeting.get(at);
    return others.get(0).equals2D(before) ? others.get(1) : others.get(0);
  }
}
