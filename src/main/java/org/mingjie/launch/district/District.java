package org.mingjie.launch.district;

import java.util.List;

/** A whole fictional prefecture. Units stand parents first. */
public record District(List<SampleUnit> units, List<SampleBoundary> boundaries, List<SamplePlace> places, ReliefModel relief) {

  public District {
    units = List.copyOf(units);
    boundaries = List.copyOf(boundaries);
    places = List.copyOf(places);
  }
}
