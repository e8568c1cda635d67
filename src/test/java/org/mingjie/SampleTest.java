package org.mingjie;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.mingjie.launch.SampleDistrict;
import org.springframework.beans.factory.annotation.Autowired;

/** A registry that holds the sample district, which the tests of a class only read: it is loaded once for them. */
public abstract class SampleTest extends RegistryTest {

  private static Class<?> loadedFor;

  @Autowired private SampleDistrict sample;

  @Override
  @BeforeEach
  protected void emptyTheRegistry() throws SQLException {
    if (loadedFor != getClass()) {
      super.emptyTheRegistry();
      sample.load();
      loadedFor = getClass();
    }
  }
}
