package org.mingjie.launch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Records are answered whole: every member is there, and null only where the record says so. What a body that is sent has to have, its
 * record tells itself where it is not all.
 */
@Component
class AnswerMembers implements ModelConverter {

  @Override
  public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    Schema<?> resolved = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    JavaType java = TypeFactory.defaultInstance().constructType(type.getType());
    if (resolved != null && java.getRawClass().isRecord()) {
      String reference = resolved.get$ref();
      Schema<?> model = reference == null ? resolved
          : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
      if (model != null && model.getProperties() != null) {
        boolean whole = !tellsWhatIsRequired(java.getRawClass());
        Arrays.stream(java.getRawClass().getRecordComponents()).forEach(member -> complete(model, member, whole));
      }
    }
    return resolved;
  }

  /** Where values are listed, null has to be among them. */
  private static <T> void nullInEnum(Schema<T> schema) {
    if (schema.getEnum() != null) {
      List<T> values = new ArrayList<>(schema.getEnum());
      values.add(null);
      schema.setEnum(values);
    }
  }

  private static boolean tellsWhatIsRequired(Class<?> record) {
    var told = record.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
    return told != null && told.requiredProperties().length > 0;
  }

  private static void complete(Schema<?> model, RecordComponent member, boolean whole) {
    String name = Optional.ofNullable(member.getAccessor().getAnnotation(JsonProperty.class)).map(JsonProperty::value).orElse(member.getName());
    Schema<?> schema = model.getProperties().get(name);
    if (schema == null || model.getRequired() != null && model.getRequired().contains(name)) {
      return;
    }
    if (whole) {
      model.addRequiredItem(name);
    }
    if (!member.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return;
    }
    if (schema.get$ref() == null) {
      schema.addType("null");
      nullInEnum(schema);
    } else {
      model.getProperties().put(name, new JsonSchema().oneOf(List.of(schema, new JsonSchema().types(Set.of("null")))));
    }
  }
}
