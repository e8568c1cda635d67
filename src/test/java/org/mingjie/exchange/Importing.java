package org.mingjie.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mingjie.TestFolders;
import org.mingjie.access.Accounts;

/** Files written by a test and their way through the import. */
public final class Importing {

  public static final String VILLAGES = "code,parent,name,level,virtual,dummy,longitude,latitude\n";

  private final ImportService imports;
  private final Profiles profiles;
  final Path folder;
  Path report;

  public Importing(ImportService imports, Profiles profiles) {
    this.imports = imports;
    this.profiles = profiles;
    folder = TestFolders.create("import-test-");
    report = folder.resolve("report");
  }

  public Path file(String name, String content) {
    return file(name, content, StandardCharsets.UTF_8);
  }

  public Path file(String name, String content, Charset encoding) {
    return file(name, content.getBytes(encoding));
  }

  public Path file(String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A profile of a list of units of another day, else like villages-2016. */
  public Path listOf(String name, String day, String more) {
    return file(name + ".yaml", """
        name: %s
        title: 试验名单 %s
        target: units
        crs: EPSG:4490
        source: {kind: list, rank: 30, stateDate: %s, origin: 试验, licence: 试验}
        complete: true
        columns: {code: [code], parent: [parent], name: [name], level: [level], virtual: [virtual, dummy], lon: [longitude], lat: [latitude]}
        levels: {country: 0, province: 1, city: 2, county: 3, town: 4, village: 5}
        %s
        """.formatted(name, day, day, more));
  }

  public ImportResult run(String profile, Path... files) {
    return run(profile, false, Progress.NONE, files);
  }

  public ImportResult run(String profile, boolean dryRun, Progress progress, Path... files) {
    return imports.run(new ImportService.Request(profiles.get(profile), List.of(files), dryRun, report, Accounts.SYSTEM), progress);
  }

  public ImportResult run(Path profile, Path... files) {
    return run(profile.toString(), files);
  }

  public ImportResult runIn(String profile, String crs, String datum, String encoding, Path... files) {
    return imports.run(new ImportService.Request(profiles.get(profile).with(crs, datum, encoding, null), List.of(files), false,
        report, Accounts.SYSTEM), Progress.NONE);
  }

  public ImportResult runLayer(String profile, String layer, Path... files) {
    return imports.run(new ImportService.Request(profiles.get(profile).with(null, null, null, layer), List.of(files), false,
        report, Accounts.SYSTEM), Progress.NONE);
  }

  public String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The report for people, without its byte-order mark. */
  public String reportText() {
    try {
      return Files.readString(report.resolve("report.csv")).replace("\uFEFF", "");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
