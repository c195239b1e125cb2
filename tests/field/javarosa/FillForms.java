import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills forms as a phone does, with the library that ODK Collect uses.
 *
 * <p>For every task in a folder, `NAME.task` (the form's file, the language, then `question TAB answer`
 * lines), it writes `NAME.xml`, the report, and `NAME.seen`: each question that was shown with its words,
 * each choice with its words, and each answer that was refused with its status.
 */
public class FillForms {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new Files_(folder));
        List<Path> tasks = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(path -> path.toString().endsWith(".task")).sorted().forEach(tasks::add);
        }
        for (Path task : tasks) fill(folder, task);
    }

    static void fill(Path folder, Path task) throws Exception {
        List<String> lines = Files.readAllLines(task);
        Map<String, String> answers = new HashMap<>();
        for (String line : lines.subList(2, lines.size())) {
            String[] parts = line.split("\t", 2);
            answers.put(parts[0], parts[1]);
        }
        FormDef form;
        try (InputStream xform = Files.newInputStream(folder.resolve(lines.get(0)))) {
            form = XFormUtils.getFormFromInputStream(xform);
        }
        FormEntryController controller = new FormEntryController(new FormEntryModel(form));
        form.initialize(true, new InstanceInitializationFactory());
        controller.setLanguage(lines.get(1));
        StringBuilder seen = new StringBuilder();
        while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            if (controller.getModel().getEvent() == FormEntryController.EVENT_QUESTION) {
                answer(controller, answers, seen);
            }
        }
        form.postProcessInstance();
        String name = task.getFileName().toString().replace(".task", "");
        byte[] report = new XFormSerializingVisitor().serializeInstance(form.getInstance());
        Files.write(folder.resolve(name + ".xml"), report);
        Files.writeString(folder.resolve(name + ".seen"), seen.toString(), StandardCharsets.UTF_8);
    }

    static void answer(FormEntryController controller, Map<String, String> answers, StringBuilder seen) {
        FormEntryPrompt prompt = controller.getModel().getQuestionPrompt();
        String name = prompt.getIndex().getReference().getNameLast();
        seen.append("question\t" + name + "\t" + prompt.getQuestionText() + "\n");
        int control = prompt.getControlType();
        boolean one = control == Constants.CONTROL_SELECT_ONE;
        Map<String, Selection> choices = new HashMap<>();
        if (one || control == Constants.CONTROL_SELECT_MULTI) {
            for (SelectChoice choice : prompt.getSelectChoices()) {
                choices.put(choice.getValue(), choice.selection());
                String words = prompt.getSelectChoiceText(choice);
                seen.append("choice\t" + name + "/" + choice.getValue() + "\t" + words + "\n");
            }
        }
        String text = answers.get(name);
        if (text == null) return;
        IAnswerData data;
        if (one) {
            if (!choices.containsKey(text)) throw new IllegalStateException(name + ": no " + text + " in " + choices.keySet());
            data = new SelectOneData(choices.get(text));
        } else if (!choices.isEmpty()) {
            List<Selection> chosen = new ArrayList<>();
            for (String value : text.split(" ")) chosen.add(choices.get(value));
            data = new MultipleItemsData(chosen);
        } else {
            data = XFormAnswerDataParser.getAnswerData(text, prompt.getDataType(), prompt.getQuestion());
        }
        int status = controller.answerQuestion(data, true);
        if (status != FormEntryController.ANSWER_OK) seen.append("refused\t" + name + "\t" + status + "\n");
    }

    /** Lists beside the form, as `jr://file-csv/stations.csv`. */
    static class Files_ extends PrefixedRootFactory {
        private final Path folder;

        Files_(Path folder) {
            super(new String[] {"file-csv"});
            this.folder = folder;
        }

        @Override
        protected Reference factory(String terminal, String uri) {
            Path path = folder.resolve(terminal.replaceFirst("^/", ""));
            return new Reference() {
                public boolean doesBinaryExist() { return Files.exists(path); }
                public InputStream getStream() throws java.io.IOException { return Files.newInputStream(path); }
                public String getURI() { return uri; }
                public String getLocalURI() { return path.toString(); }
                public boolean isReadOnly() { return true; }
                public OutputStream getOutputStream() { throw new UnsupportedOperationException(); }
                public void remove() { throw new UnsupportedOperationException(); }
                public Reference[] probeAlternativeReferences() { return new Reference[0]; }
            };
        }
    }
}
